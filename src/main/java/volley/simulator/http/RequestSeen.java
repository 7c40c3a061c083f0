package volley.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A request for an answer as it came in, for fault rules and listeners.
 *
 * @param number its place in the order of arrival, from 1
 * @param route path, such as /v1/chat/completions
 * @param messages the chat so far; of /generate, its text as one user message (empty text for token ids)
 * @param body the whole JSON body
 */
public record RequestSeen(int number, String route, List<ChatMessage> messages, JsonNode body) {
    /** Which turn of its conversation it is, from 1: the number of user messages. */
    public int turn() {
        return (int) messages.stream().filter(ChatMessage::fromUser).count();
    }

    /** Text of the first user message, which tells conversations apart; empty if there is none. */
    public String firstUserMessage() {
        return messages.stream()
                .filter(ChatMessage::fromUser)
                .map(ChatMessage::content)
                .findFirst()
                .orElse("");
    }

    /** Text of the last user message: the question of this turn; empty if there is none. */
    public String lastUserMessage() {
        return messages.stream()
                .filter(ChatMessage::fromUser)
                .map(ChatMessage::content)
                .reduce("", (first, second) -> second);
    }
}
