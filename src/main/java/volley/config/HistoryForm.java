package volley.config;

/** How a conversation goes to {@code /generate}. */
public enum HistoryForm {
    /** As one text. */
    TEXT,
    /** As token ids, made by the client's tokenizer. */
    IDS
}
