package volley.config;

/** Unit of a trace's times. */
public enum TraceTimeUnit {
    S(1000),
    MS(1);

    private final double ms;

    TraceTimeUnit(double ms) {
        this.ms = ms;
    }

    /** Milliseconds in it. */
    public double ms() {
        return ms;
    }
}
