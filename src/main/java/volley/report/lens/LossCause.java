package volley.report.lens;

/** Why a server's prefix cache gave less than an unlimited cache would have. */
public enum LossCause {
    /** The prefix was still being computed when this request was sent. */
    IN_FLIGHT("in_flight", "Prefix still in flight"),
    /** More was used since than the cache holds. */
    CAPACITY("capacity", "Cache too small"),
    /** The server stopped matching inside an answer of its own: its token ids are not those of the text sent back. */
    DIVERGENCE("divergence", "Re-tokenization"),
    /** Nothing was left of a prefix whose first tokens had been used more recently than others that were still there. */
    FLUSHED("flushed", "Cache emptied"),
    /** The turn went to another of several servers behind one address, which had not seen the prefix. */
    OTHER_SERVER("other_server", "Went to another server"),
    /** The server keeps no prefix. */
    CACHE_OFF("cache_off", "Prefix caching is off"),
    UNKNOWN("unknown", "Unknown");

    private final String id;
    private final String label;

    LossCause(String id, String label) {
        this.id = id;
        this.label = label;
    }

    /** Name in files. */
    public String id() {
        return id;
    }

    /** Name for people. */
    public String label() {
        return label;
    }
}
