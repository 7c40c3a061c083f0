package volley.tokenizer;

import java.util.List;

/** Renders chat messages to the prompt text the model sees. Thread-safe. */
public interface ChatTemplate {
    /**
     * @param messages the conversation so far
     * @param addGenerationPrompt whether to end with the opening of the assistant's answer, as servers do
     */
    String render(List<ChatMessage> messages, boolean addGenerationPrompt);

    /**
     * One message of a chat.
     *
     * @param role system, user or assistant
     * @param content its text
     */
    record ChatMessage(String role, String content) {}
}
