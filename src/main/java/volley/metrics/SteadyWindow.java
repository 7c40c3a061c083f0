package volley.metrics;

import java.util.BitSet;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Function;
import volley.client.Exchange;
import volley.client.Outcome;

/**
 * The steady part of a run: after the ramp-up and the filling of the server, and before the drain.
 *
 * <ul>
 *   <li>It opens at the end of the first response after the ramp-up (after the run's start, without one): until then
 *       the server fills, and fewer requests can end than are sent. That response is not in it.
 *   <li>It closes when the last request is sent: from then on the load only falls.
 *   <li>A request is in it if it ended after the opening and not after the closing. Figures per second are those
 *       requests, or their tokens, by the window's length; concurrency is the time integral of the requests in flight
 *       within the window by its length. Request rates are those of the requests sent after the opening.
 * </ul>
 *
 * There is none when the last request was sent before the window could open, as in a burst without follow-up turns. One
 * that is shorter than its requests took, or holds few of them, is none either: the tokens of an answer count where it
 * ended, and most of those were then made before the window, so that its figures per second may be many times the run's.
 *
 * <p>The closing is known only at the end, so a request that ended after all sends known so far is kept until a later
 * send shows up: at any time about as many as are in flight, and after the last send those that end then.
 */
final class SteadyWindow {
    /** Fewer requests say nothing of a rate: one more or less is 10 % of it. */
    private static final int LEAST_REQUESTS = 10;

    private final long rampUpEndNs;
    private final PriorityQueue<Ended> undecided = new PriorityQueue<>((a, b) -> Long.signum(a.endNs() - b.endNs()));
    private final BitSet rows = new BitSet();
    private final EnumMap<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final TokenSums tokens = new TokenSums();
    private final SpanTracker sends = new SpanTracker();
    private boolean open;
    private boolean anySent;
    private long opensNs;
    private long lastSentNs;
    private long inFlightNs;
    private long tookNs;
    private long good;

    /**
     * A request without its events and its answer, which must not be kept.
     *
     * @param row of a completed request in the {@link RequestTable}
     */
    private record Ended(long sentNs, long endNs, Outcome outcome, RequestFigures figures, int row, boolean good) {}

    /** What the window holds. */
    record Content(long opensNs, long closesNs, RunTotals totals, BitSet rows) {}

    /** @param rampUpEndNs on the nanosecond clock */
    SteadyWindow(long rampUpEndNs) {
        this.rampUpEndNs = rampUpEndNs;
    }

    /**
     * Takes a request that was sent, in the order in which they ended.
     *
     * @param row of the request in the table, if it was completed
     */
    void accept(Exchange exchange, RequestFigures figures, int row, boolean isGood) {
        if (exchange.sentNs() == Exchange.NEVER || exchange.endNs() == Exchange.NEVER) {
            return;
        }
        if (!anySent || exchange.sentNs() - lastSentNs > 0) {
            anySent = true;
            lastSentNs = exchange.sentNs();
        }
        if (!open) {
            open = exchange.endNs() - rampUpEndNs >= 0;
            opensNs = exchange.endNs();
            return;
        }
        if (exchange.endNs() - opensNs <= 0) {
            return;
        }
        if (exchange.sentNs() - opensNs > 0) {
            sends.accept(exchange, figures.retries());
        }
        undecided.add(new Ended(exchange.sentNs(), exchange.endNs(), exchange.outcome(), figures, row, isGood));
        while (!undecided.isEmpty() && undecided.peek().endNs() - lastSentNs <= 0) {
            take(undecided.remove());
        }
    }

    private void take(Ended ended) {
        outcomes.merge(ended.outcome(), 1L, Long::sum);
        tookNs += ended.endNs() - ended.sentNs();
        inFlightNs += ended.endNs() - later(ended.sentNs(), opensNs);
        if (ended.outcome() == Outcome.OK) {
            tokens.accept(ended.figures());
            rows.set(ended.row());
            good += ended.good() ? 1 : 0;
        }
    }

    /** Why there is none if no request is sent any more; empty where there is one. */
    Optional<String> whyNone() {
        if (!open) {
            return Optional.of("no response ended after the ramp-up");
        }
        long lengthNs = lastSentNs - opensNs;
        if (lengthNs <= 0) {
            return Optional.of("no request was sent after the first response that ended after the ramp-up");
        }
        long ended = ended();
        if (ended < LEAST_REQUESTS) {
            return Optional.of(ended + " requests ended in it, fewer than " + LEAST_REQUESTS);
        }
        double meanNs = (double) tookNs / ended;
        return lengthNs >= meanNs
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "it is %.3f s long, shorter than the %.3f s its requests took on average",
                        Unit.SECONDS.toShown((double) lengthNs),
                        Unit.SECONDS.toShown(meanNs)));
    }

    private long ended() {
        return outcomes.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * The window as it is if no request is sent any more; empty where {@link #whyNone} says why.
     *
     * @param inputs sums over the prompts of rows
     */
    Optional<Content> content(boolean goodputAsked, Function<BitSet, InputSums> inputs) {
        if (whyNone().isPresent()) {
            return Optional.empty();
        }
        long cutNs = 0;
        for (Ended ended : undecided) {
            cutNs += lastSentNs - later(ended.sentNs(), opensNs);
        }
        long planned = ended();
        TimeTotals sent = sends.totals(opensNs);
        return Optional.of(new Content(
                opensNs,
                lastSentNs,
                new RunTotals(
                        new OutcomeCounts(planned, outcomes),
                        tokens.totals(inputs.apply(rows), TokenTotals.Retokenized.NONE),
                        tokens.cache(),
                        new TimeTotals(
                                sent.sent(),
                                sent.retries(),
                                lastSentNs - opensNs,
                                inFlightNs + cutNs,
                                sent.sendSpanNs(),
                                sent.scheduleSpanNs()),
                        GapCounts.NONE,
                        goodputAsked ? good : RequestFigures.ABSENT),
                rows));
    }

    private static long later(long aNs, long bNs) {
        return aNs - bNs > 0 ? aNs : bNs;
    }
}
