package volley.report.summary;

/** The names in {@code summary.json} that are read back too, by {@link RecordedSummary}. */
final class SummaryFields {
    static final String FORMAT_VERSION = "format_version";
    static final String STARTED_AT = "started_at";
    static final String WARNINGS = "warnings";
    static final String PLAN_SHA256 = "plan_sha256";
    static final String SEED = "seed";
    static final String PARAMETERS = "parameters";
    static final String TURNS = "turns";
    static final String PLANNED = "planned";
    static final String FIRST_ERRORS = "first_errors";
    static final String RUN = "run";
    static final String VALUE = "value";
    static final String RETOKENIZED = "retokenized";
    static final String ANSWERS = "answers";
    static final String OBJECTIVES = "slo";
    static final String MET = "met";
    static final String METRICS = "metrics";
    static final String UNIT = "unit";
    static final String COUNT = "count";
    static final String MEAN = "mean";
    static final String MEDIAN = "median";
    static final String P99 = "p99";

    private SummaryFields() {}
}
