package volley.report.compare;

/** Figures of one request that are compared between servers, all in milliseconds; less is better. */
public enum ComparedMetric {
    TTFT("ttft", "time to first token"),
    TPOT("tpot", "time per output token"),
    E2E("e2e_latency", "end-to-end latency");

    private final String id;
    private final String title;

    ComparedMetric(String id, String title) {
        this.id = id;
        this.title = title;
    }

    /** Its name in {@code comparison.json}. */
    public String id() {
        return id;
    }

    /** Its name for people, in lower case. */
    public String title() {
        return title;
    }

    /** The turn's figure, ms; NaN where it has none. */
    double of(MeasuredTurn turn) {
        return switch (this) {
            case TTFT -> turn.ttftMs();
            case TPOT -> turn.tpotMs();
            case E2E -> turn.e2eMs();
        };
    }
}
