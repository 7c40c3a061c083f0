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

    /** A turn that was sent; {@code retries} is 0 where it was sent once. */
    public static TurnRecord sent(
            int order,
            int conversation,
            String conversationId,
            int turn,
            int requestedOutputTokens,
            int promptTokensByClient,
            Exchange exchange,
            int retries) {
        return new TurnRecord(
                order,
                conversation,
                conversationId,
                turn,
                requestedOutputTokens,
                promptTokensByClient,
                exchange,
                exchange.outcome(),
                retries);
    }

    /**
     * A turn that was never sent.
     *
     * @param outcome {@link Outcome#SKIPPED_AFTER_FAILURE} or {@link Outcome#CANCELLED}
     */
    public static TurnRecord unsent(
            int conversation, String conversationId, int turn, int requestedOutputTokens, Outcome outcome) {
        return new TurnRecord(
                NOT_SENT, conversation, conversationId, turn, requestedOutputTokens, Usage.ABSENT, null, outcome, 0);
    }
}
