package volley.config;

/** Which of a server's interfaces the synthetic conversations use. */
public enum ApiFormat {
    /** SGLang's own {@code /generate}: the conversation is one plain text, or one list of token ids. */
    SGLANG,
    /** OpenAI's chat API: the conversation is a list of messages. */
    OPENAI
}
