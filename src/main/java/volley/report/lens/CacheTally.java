package volley.report.lens;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums of {@link CacheVerdict}s: of all, by turn, and of what was lost by its cause. */
final class CacheTally {
    /**
     * Requests and tokens.
     *
     * @param requests analysed
     * @param prompt prompt tokens by the client
     * @param ideal ideal hits
     * @param reporting requests of which the server told cached tokens
     * @param reportingPrompt prompt tokens of those
     * @param reportingIdeal ideal hits of those
     * @param cached what the server told
     */
    record Sum(
            long requests,
            long prompt,
            long ideal,
            long reporting,
            long reportingPrompt,
            long reportingIdeal,
            long cached) {
        static final Sum NONE = new Sum(0, 0, 0, 0, 0, 0, 0);

        Sum plus(CacheVerdict one) {
            boolean told = one.reported() != CacheVerdict.ABSENT;
            return new Sum(
                    requests + 1,
                    prompt + one.promptTokens(),
                    ideal + one.ideal(),
                    reporting + (told ? 1 : 0),
                    reportingPrompt + (told ? one.promptTokens() : 0),
                    reportingIdeal + (told ? one.ideal() : 0),
                    cached + (told ? one.reported() : 0));
        }
    }

    /** Requests, and tokens in all of them. */
    record Count(long requests, long tokens) {
        static final Count NONE = new Count(0, 0);

        Count plus(long more) {
            return more <= 0 ? this : new Count(requests + 1, tokens + more);
        }
    }

    private Sum all = Sum.NONE;
    private final SortedMap<Integer, Sum> byTurn = new TreeMap<>();
    private final EnumMap<LossCause, Count> lost = new EnumMap<>(LossCause.class);
    private Count beyondIdeal = Count.NONE;
    private Count rewritten = Count.NONE;
    private Count countedOtherwise = Count.NONE;

    void add(CacheVerdict verdict) {
        all = all.plus(verdict);
        byTurn.merge(verdict.turn(), Sum.NONE.plus(verdict), (old, one) -> old.plus(verdict));
        if (verdict.cause() != null) {
            lost.put(
                    verdict.cause(),
                    lost.getOrDefault(verdict.cause(), Count.NONE).plus(verdict.lost()));
        }
        if (verdict.reported() != CacheVerdict.ABSENT) {
            beyondIdeal = beyondIdeal.plus(verdict.reported() - verdict.ideal());
        }
        rewritten = rewritten.plus(verdict.rewritten());
        if (verdict.promptTokensByServer() != CacheVerdict.ABSENT) {
            countedOtherwise =
                    countedOtherwise.plus(Math.abs((long) verdict.promptTokensByServer() - verdict.promptTokens()));
        }
    }

    Sum all() {
        return all;
    }

    SortedMap<Integer, Sum> byTurn() {
        return byTurn;
    }

    Map<LossCause, Count> lost() {
        return lost;
    }

    /** Hits that no prompt of this run explains: the cache was not empty before it, or is not a prefix cache. */
    Count beyondIdeal() {
        return beyondIdeal;
    }

    Count rewritten() {
        return rewritten;
    }

    /** Prompts that the server counts otherwise: it renders or tokenizes them otherwise, so their ids are a guess. */
    Count countedOtherwise() {
        return countedOtherwise;
    }
}
