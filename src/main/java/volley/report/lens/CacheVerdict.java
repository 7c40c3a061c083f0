package volley.report.lens;

import volley.client.TokenIds;

/**
 * What the prefix cache could have given one request and what it gave. All counts are tokens; {@code -1} is absent.
 *
 * @param promptTokens by the client's tokenizer with the chat template, or by the ids that the server told
 * @param promptTokensByServer the server's count, or absent
 * @param ideal longest prefix an unlimited cache would hold, in whole pages, one token short of the prompt at most
 * @param reported cached tokens by the server, or absent
 * @param cause why {@code reported < ideal}; null if it is not
 * @param stoppedAt where the server's prefix ended although the ideal one goes on, for a request with a cause: the edge
 *     of the page in which the first token that differs or is missing lies, and that token itself where a page is one token
 * @param reuseDistance of the ideal prefix's last token: the capacity from which on all of it is a hit; absent without
 *     one
 * @param rewritten tokens of this conversation's prompt and answer before that this prompt does not begin with: a
 *     template that changes history, or text that tokenizes otherwise where two pieces meet. They cannot be hits,
 *     whatever the cache, and count in neither ideal nor lost.
 * @param promptByServer whether the prompt's ids are those that the server told, not those of the client's tokenizer
 * @param answerByServer whether the answer's are
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
        int rewritten,
        boolean promptByServer,
        boolean answerByServer) {
    public static final int ABSENT = -1;

    /** Tokens that were lost; 0 where nothing was reported. */
    public int lost() {
        return reported == ABSENT ? 0 : Math.max(0, ideal - reported);
    }

    static Builder builder() {
        return new Builder();
    }

    /** The same loss, put down to another cause. */
    CacheVerdict because(LossCause other) {
        Builder same = builder();
        same.promptByServer = promptByServer;
        same.answerByServer = answerByServer;
        return same.order(order)
                .conversation(conversation)
                .turn(turn)
                .promptTokens(promptTokens)
                .promptTokensByServer(promptTokensByServer)
                .ideal(ideal)
                .reported(reported)
                .cause(other)
                .stoppedAt(stoppedAt)
                .reuseDistance(reuseDistance)
                .rewritten(rewritten)
                .build();
    }

    /** Parts by name. */
    static final class Builder {
        private int order;
        private int conversation;
        private int turn;
        private int promptTokens;
        private int promptTokensByServer = ABSENT;
        private int ideal;
        private int reported = ABSENT;
        private LossCause cause;
        private int stoppedAt = ABSENT;
        private long reuseDistance = ABSENT;
        private int rewritten;
        private boolean promptByServer;
        private boolean answerByServer;

        private Builder() {}

        Builder order(int value) {
            order = value;
            return this;
        }

        Builder conversation(int value) {
            conversation = value;
            return this;
        }

        Builder turn(int value) {
            turn = value;
            return this;
        }

        Builder promptTokens(int value) {
            promptTokens = value;
            return this;
        }

        Builder promptTokensByServer(int value) {
            promptTokensByServer = value;
            return this;
        }

        Builder ideal(int value) {
            ideal = value;
            return this;
        }

        Builder reported(int value) {
            reported = value;
            return this;
        }

        Builder cause(LossCause value) {
            cause = value;
            return this;
        }

        Builder stoppedAt(int value) {
            stoppedAt = value;
            return this;
        }

        Builder reuseDistance(long value) {
            reuseDistance = value;
            return this;
        }

        Builder rewritten(int value) {
            rewritten = value;
            return this;
        }

        Builder told(TokenIds ids) {
            promptByServer = ids.prompt().length > 0;
            answerByServer = ids.output().length > 0;
            return this;
        }

        CacheVerdict build() {
            return new CacheVerdict(
                    order,
                    conversation,
                    turn,
                    promptTokens,
                    promptTokensByServer,
                    ideal,
                    reported,
                    cause,
                    stoppedAt,
                    reuseDistance,
                    rewritten,
                    promptByServer,
                    answerByServer);
        }
    }
}
