package volley.metrics;

/** Who counted a request's output tokens, best first. */
public enum OutputTokenSource {
    /** The server's final usage. */
    USAGE("usage"),
    /** The highest running count in the stream ({@code continuous_usage_stats}, {@code meta_info}). */
    CONTINUOUS_USAGE("continuous_usage"),
    /** The client's tokenizer on the answer's text: near the truth, and flagged. */
    RETOKENIZED("retokenized"),
    /** Nobody: the count is absent. */
    NONE(null);

    private final String id;

    OutputTokenSource(String id) {
        this.id = id;
    }

    /** The name in results; {@code null} for {@link #NONE}. */
    public String id() {
        return id;
    }
}
