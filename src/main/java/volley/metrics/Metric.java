package volley.metrics;

/** The definition of one figure: the single source of its row in every table, file and document. */
public sealed interface Metric permits RequestMetric, GapMetric, RunMetric, DialectMetric {
    /** Place among all metrics; unique. */
    int order();

    /** Name in files: snake case, stable, without a unit. */
    String id();

    /** Name for people. */
    String label();

    /** How it is computed, in one line. */
    String formula();

    Unit unit();
}
