package volley.metrics;

import java.util.Objects;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.client.Usage;

/**
 * One planned turn and how it ended.
 *
 * @param order its place in the order of sending, from 0, or {@link #NOT_SENT}
 * @param conversation index of its conversation in the plan, from 0
 * @param conversationId the dataset's name for the conversation
 * @param turn index of the turn in the conversation, from 0
 * @param requestedOutputTokens tokens asked for
 * @param promptTokensByClient tokens of the whole prompt with history and chat template as the client counts them, or
 *     {@link Usage#ABSENT}
 * @param exchange what was sent and seen, or {@code null} for a turn that was skipped or cancelled before it was sent
 * @param outcome how it ended
 * @param roundTripNs of a packet to the server and back, nanoseconds, or {@link Exchange#NEVER} where it was not measured
 * @param retries how often it was sent again after the wait the server asked for; the exchange is the last one's
 */
public record TurnRecord(
        int order,
        int conversation,
        String conversationId,
        int turn,
        int requestedOutputTokens,
        int promptTokensByClient,
        Exchange exchange,
        Outcome outcome,
        long roundTripNs,
        int retries) {
    /** The order of a turn that was never sent. */
    public static final int NOT_SENT = -1;

    public TurnRecord {
        Objects.requireNonNull(conversationId);
        Objects.requireNonNull(outcome);
        if (exchange == null) {
            if (outcome != Outcome.CANCELLED && outcome != Outcome.SKIPPED_AFTER_FAILURE) {
                throw new IllegalArgumentException("a turn without an exchange cannot be " + outcome.id());
            }
        } else if (outcome != exchange.outcome()) {
            throw new IllegalArgumentException(outcome.id() + " contradicts " + exchange.outcome());
        }
    }

    /** Names each part of a turn that was sent. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A turn that was never sent.
     *
     * @param outcome {@link Outcome#SKIPPED_AFTER_FAILURE} or {@link Outcome#CANCELLED}
     */
    public static TurnRecord unsent(
            int conversation, String conversationId, int turn, int requestedOutputTokens, Outcome outcome) {
        return builder()
                .conversation(conversation)
                .conversationId(conversationId)
                .turn(turn)
                .requestedOutputTokens(requestedOutputTokens)
                .outcome(outcome)
                .build();
    }

    /** Parts by name; one that is not given is that of a turn that was not sent. */
    public static final class Builder {
        private int order = NOT_SENT;
        private int conversation;
        private String conversationId;
        private int turn;
        private int requestedOutputTokens;
        private int promptTokensByClient = Usage.ABSENT;
        private Exchange exchange;
        private Outcome outcome;
        private long roundTripNs = Exchange.NEVER;
        private int retries;

        private Builder() {}

        public Builder order(int value) {
            order = value;
            return this;
        }

        public Builder conversation(int value) {
            conversation = value;
            return this;
        }

        public Builder conversationId(String value) {
            conversationId = value;
            return this;
        }

        public Builder turn(int value) {
            turn = value;
            return this;
        }

        public Builder requestedOutputTokens(int value) {
            requestedOutputTokens = value;
            return this;
        }

        public Builder promptTokensByClient(int value) {
            promptTokensByClient = value;
            return this;
        }

        /** Its outcome is the turn's. */
        public Builder exchange(Exchange value) {
            exchange = value;
            outcome = value == null ? outcome : value.outcome();
            return this;
        }

        public Builder outcome(Outcome value) {
            outcome = value;
            return this;
        }

        public Builder roundTripNs(long value) {
            roundTripNs = value;
            return this;
        }

        public Builder retries(int value) {
            retries = value;
            return this;
        }

        public TurnRecord build() {
            return new TurnRecord(
                    order,
                    conversation,
                    conversationId,
                    turn,
                    requestedOutputTokens,
                    promptTokensByClient,
                    exchange,
                    outcome,
                    roundTripNs,
                    retries);
        }
    }
}
