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
     * @param reasoning an assistant's thoughts as a field of their own; empty: the message has none
     */
    record ChatMessage(String role, String content, String reasoning) {
        /** Without thoughts. */
        public ChatMessage(String role, String content) {
            this(role, content, "");
        }
    }
}
