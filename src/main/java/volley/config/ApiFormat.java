package volley.config;

/** Which of a server's interfaces is asked. */
public enum ApiFormat {
    /** SGLang's own {@code /generate}: the conversation is one plain text, or one list of token ids. */
    SGLANG,
    /** OpenAI's chat API: the conversation is a list of messages. */
    OPENAI,
    /** OpenAI's {@code /v1/completions}: one plain text, or one list of token ids, without a chat template. */
    COMPLETIONS;

    /** Whether the server puts messages into its chat template; else it goes on from the text as it is. */
    public boolean isChat() {
        return this == OPENAI;
    }
}
