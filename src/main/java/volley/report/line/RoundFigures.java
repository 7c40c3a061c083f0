package volley.report.line;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import volley.client.Outcome;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TurnRecord;

/** Sums over the completed requests of each round. A round's turns have the same index in their conversations. */
public final class RoundFigures {
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    /** The tiers of a cache. */
    static final List<RequestMetric> TIERS = List.of(
            RequestMetric.CACHED_DEVICE_TOKENS, RequestMetric.CACHED_HOST_TOKENS, RequestMetric.CACHED_STORAGE_TOKENS);

    private final List<Sums> rounds = new ArrayList<>();

    /** Counts the turn, if it was completed. */
    public void accept(TurnRecord turn, RequestFigures figures) {
        while (rounds.size() <= turn.turn()) {
            rounds.add(new Sums());
        }
        if (turn.outcome() == Outcome.OK) {
            rounds.get(turn.turn()).add(figures);
        }
    }

    /** By the round's number, from 0. */
    List<Sums> rounds() {
        return rounds;
    }

    /** One round. */
    static final class Sums {
        private long requests;
        private long withTtft;
        private long ttftNs;
        private long cachedTokens;
        private long promptTokens;
        private final EnumMap<RequestMetric, Long> cachedByTier = new EnumMap<>(RequestMetric.class);

        private void add(RequestFigures figures) {
            requests++;
            if (figures.get(RequestMetric.TTFT) != RequestFigures.ABSENT) {
                withTtft++;
                ttftNs += figures.get(RequestMetric.TTFT);
            }
            if (figures.get(RequestMetric.CACHED_TOKENS) != RequestFigures.ABSENT
                    && figures.get(RequestMetric.PROMPT_TOKENS) != RequestFigures.ABSENT) {
                cachedTokens += figures.get(RequestMetric.CACHED_TOKENS);
                promptTokens += figures.get(RequestMetric.PROMPT_TOKENS);
            }
            for (RequestMetric tier : TIERS) {
                if (figures.get(tier) != RequestFigures.ABSENT) {
                    cachedByTier.merge(tier, figures.get(tier), Long::sum);
                }
            }
        }

        long requests() {
            return requests;
        }

        /** NaN if no request has one. */
        double meanTtftSeconds() {
            return withTtft == 0 ? Double.NaN : ttftNs / NANOS_PER_SECOND / withTtft;
        }

        /** Cached tokens of a tier, over the requests of which the server told them; nothing if it did of none. */
        OptionalLong cachedTokens(RequestMetric tier) {
            Long tokens = cachedByTier.get(tier);
            return tokens == null ? OptionalLong.empty() : OptionalLong.of(tokens);
        }

        /** Cached / prompt tokens of the requests that reported both, 0 to 1; NaN if none did. */
        double cacheHitRate() {
            return promptTokens == 0 ? Double.NaN : (double) cachedTokens / promptTokens;
        }
    }
}
