package volley.report.compare;

/** The figures that are judged of each two servers, in the order of the page. */
public enum ComparedFigure {
    TTFT_MEAN(ComparedMetric.TTFT, Statistic.MEAN),
    TTFT_P99(ComparedMetric.TTFT, Statistic.P99),
    TPOT_MEAN(ComparedMetric.TPOT, Statistic.MEAN),
    E2E_MEAN(ComparedMetric.E2E, Statistic.MEAN);

    /** How many intervals have to be right at once. */
    static final int COUNT = values().length;

    private final ComparedMetric metric;
    private final Statistic statistic;

    ComparedFigure(ComparedMetric metric, Statistic statistic) {
        this.metric = metric;
        this.statistic = statistic;
    }

    public ComparedMetric metric() {
        return metric;
    }

    public Statistic statistic() {
        return statistic;
    }

    /** Its name for people, in lower case. */
    public String title() {
        return statistic == Statistic.MEAN ? "mean " + metric.title() : statistic.id() + " of the " + metric.title();
    }
}
