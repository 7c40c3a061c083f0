package volley.servermetrics;

/** Times of which servers keep a histogram: its sum and its count give the mean over a run. */
public enum ServerTime {
    TTFT("ttft", "Time to first token", ServerFigure.TTFT_SECONDS, ServerFigure.TTFT_COUNT),
    QUEUE("queue", "In the server's queue", ServerFigure.QUEUE_SECONDS, ServerFigure.QUEUE_COUNT),
    PREFILL("prefill", "Prefill", ServerFigure.PREFILL_SECONDS, ServerFigure.PREFILL_COUNT),
    DECODE("decode", "Decode", ServerFigure.DECODE_SECONDS, ServerFigure.DECODE_COUNT),
    E2E("e2e_latency", "End to end", ServerFigure.E2E_SECONDS, ServerFigure.E2E_COUNT);

    private final String id;
    private final String label;
    private final ServerFigure seconds;
    private final ServerFigure count;

    ServerTime(String id, String label, ServerFigure seconds, ServerFigure count) {
        this.id = id;
        this.label = label;
        this.seconds = seconds;
        this.count = count;
    }

    /** Its name in files. */
    public String id() {
        return id;
    }

    /** Its name for people. */
    public String label() {
        return label;
    }

    /** The histogram's sum. */
    ServerFigure seconds() {
        return seconds;
    }

    /** The histogram's count. */
    ServerFigure count() {
        return count;
    }
}
