package volley.report.compare;

/** What is repeated, and so what a difference has to be larger than the variance of. */
public enum RunUnit {
    /** The same plan once more. */
    REPEAT("repeat"),
    /** The same conversations with arrivals and order drawn anew: in virtual time the same plan would be the same run. */
    SEED("seed"),
    /**
     * A stretch of the run, of as many requests as the others (batch means): in virtual time a trace has arrivals of its own,
     * and nothing is drawn.
     */
    STRETCH("stretch");

    /** Of a run that cannot be repeated. */
    static final int STRETCHES = 10;

    private final String one;

    RunUnit(String one) {
        this.one = one;
    }

    /** So many of them, in words. */
    public String count(long number) {
        return String.format("%,d %s", number, number == 1 ? one : this == STRETCH ? "stretches" : one + "s");
    }
}
