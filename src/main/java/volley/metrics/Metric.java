package volley.metrics;

import volley.client.Exchange;

/**
 * The definition of one figure: the single source of its row in every table, file and document. A new metric is a new
 * constant of one of these, and nothing else: its place among them is its place in every table.
 */
public interface Metric {
    /** A figure that cannot be computed. The same value as {@link Exchange#NEVER}. */
    long ABSENT = Exchange.NEVER;

    /** What stands together in tables, in this order. */
    enum Group {
        RUN,
        ANSWER_TIMES,
        GAPS,
        TTFT_PARTS,
        CLIENT_TIMES,
        TOKENS,
        DIALECTS
    }

    /** Which way a figure should go. */
    enum Better {
        HIGHER,
        LOWER,
        /** It depends, as for a number of tokens. */
        NEITHER;

        static Better of(Unit unit) {
            return switch (unit) {
                case MILLISECONDS -> LOWER;
                case REQUESTS_PER_SECOND, TOKENS_PER_SECOND -> HIGHER;
                default -> NEITHER;
            };
        }
    }

    Group group();

    /** Name in files: snake case, stable, without a unit. */
    String id();

    /** Name for people. */
    String label();

    /** How it is computed, in one line. */
    String formula();

    Unit unit();

    default Better better() {
        return Better.of(unit());
    }
}
