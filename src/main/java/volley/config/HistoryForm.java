package volley.config;

/** How a conversation goes to an interface without messages: {@code /generate} or {@code /v1/completions}. */
public enum HistoryForm {
    /** As one text. */
    TEXT,
    /** As token ids where the server tells those of its answers without being asked, else as one text. */
    AUTO,
    /** As token ids: the server's own of its answers where it tells them, the rest made by the client's tokenizer. */
    IDS
}
