package volley.metrics;

/** How a figure is kept and how it is shown. */
public enum Unit {
    /** Kept in nanoseconds, shown in milliseconds. */
    MILLISECONDS("ms", 1e6),
    /** Kept in nanoseconds, shown in seconds. */
    SECONDS("s", 1e9),
    TOKENS("tokens", 1),
    REQUESTS("requests", 1),
    REQUESTS_PER_SECOND("requests/s", 1),
    TOKENS_PER_SECOND("tokens/s", 1),
    PERCENT("%", 1);

    private final String symbol;
    private final double keptPerShown;

    Unit(String symbol, double keptPerShown) {
        this.symbol = symbol;
        this.keptPerShown = keptPerShown;
    }

    /** The unit as shown. */
    public String symbol() {
        return symbol;
    }

    /** A kept value in the unit shown. */
    public double toShown(double kept) {
        return kept / keptPerShown;
    }

    /** The inverse of {@link #toShown}. */
    public double toKept(double shown) {
        return shown * keptPerShown;
    }
}
