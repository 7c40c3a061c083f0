package volley.report.lens;

/**
 * What the prefix cache could have given one request and what it gave. All counts are tokens; {@code -1} is absent.
 *
 * @param promptTokens by the client's tokenizer with the chat template
 * @param promptTokensByServer the server's count, or absent
 * @param ideal longest prefix an unlimited cache would hold, in whole pages, one token short of the prompt at most
 * @param reported cached tokens by the server, or absent
 * @param cause why {@code reported < ideal}; null if it is not
 * @param stoppedAt where the server's prefix ended although the ideal one goes on, for a request with a cause
 * @param reuseDistance of the ideal prefix's last token: the capacity from which on all of it is a hit; absent without
 *     one
 * @param rewritten tokens of this conversation's prompt and answer before that this prompt does not begin with: a
 *     template that changes history, or text that tokenizes otherwise where two pieces meet. They cannot be hits,
 *     whatever the cache, and count in neither ideal nor lost.
 */
public record CacheVerdict(
        int order,
        int conversation,
        int turn,
        int promptTokens,
        int promptTokensByServer,
        int ideal,
        int reported,
        LossCause cause,
        int stoppedAt,
        long reuseDistance,
        int rewritten) {
    public static final int ABSENT = -1;

    /** Tokens that were lost; 0 where nothing was reported. */
    public int lost() {
        return reported == ABSENT ? 0 : Math.max(0, ideal - reported);
    }
}
