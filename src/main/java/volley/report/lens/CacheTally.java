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
     * @param analysed all of them
     * @param reporting those of which the server told cached tokens
     * @param cached what it told, in tokens
     * @param serverTokens tokens of these prompts by the server, by the client where it told none
     */
    record Sum(Prompts analysed, Prompts reporting, long cached, long serverTokens) {
        static final Sum NONE = new Sum(Prompts.NONE, Prompts.NONE, 0, 0);

        Sum plus(CacheVerdict one) {
            if (one.reported() == CacheVerdict.ABSENT) {
                return new Sum(analysed.plus(one), reporting, cached, serverTokens);
            }
            boolean told = one.promptTokensByServer() != CacheVerdict.ABSENT;
            return new Sum(
                    analysed.plus(one),
                    reporting.plus(one),
                    cached + one.reported(),
                    serverTokens + (told ? one.promptTokensByServer() : one.promptTokens()));
        }
    }

    /**
     * Prompts of some requests.
     *
     * @param tokens by the client
     * @param idealTokens ideal hits
     */
    record Prompts(long requests, long tokens, long idealTokens) {
        static final Prompts NONE = new Prompts(0, 0, 0);

        Prompts plus(CacheVerdict one) {
            return new Prompts(requests + 1, tokens + one.promptTokens(), idealTokens + one.ideal());
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

    private long promptsByServer;
    private long answersByServer;

    void add(CacheVerdict verdict) {
        promptsByServer += verdict.promptByServer() ? 1 : 0;
        answersByServer += verdict.answerByServer() ? 1 : 0;
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

    /** Prompts whose ids the server told. */
    long promptsByServer() {
        return promptsByServer;
    }

    /** Answers whose ids the server told. */
    long answersByServer() {
        return answersByServer;
    }

    /** Prompts that the server counts otherwise: it renders or tokenizes them otherwise, so their ids are a guess. */
    Count countedOtherwise() {
        return countedOtherwise;
    }
}
