package volley.report.compare;

import java.util.function.ToDoubleFunction;

/** Figures of one request that are compared between servers, all in milliseconds; less is better. */
public enum ComparedMetric {
    TTFT("ttft", "time to first token", MeasuredTurn::ttftMs),
    TPOT("tpot", "time per output token", MeasuredTurn::tpotMs),
    E2E("e2e_latency", "end-to-end latency", MeasuredTurn::e2eMs);

    private final String id;
    private final String title;
    private final ToDoubleFunction<MeasuredTurn> figure;

    ComparedMetric(String id, String title, ToDoubleFunction<MeasuredTurn> figure) {
        this.id = id;
        this.title = title;
        this.figure = figure;
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
        return figure.applyAsDouble(turn);
    }
}
