package volley.config;

/** Shape of the gaps between arrivals; the mean gap is always 1 / request-rate. */
public enum ArrivalKind {
    /** Exponential gaps. */
    POISSON,
    /** Equal gaps. */
    CONSTANT,
    /** Gaps even in [0, 2 / rate]. */
    UNIFORM,
    /** Gamma gaps with shape {@code burstiness}: below 1 is burstier than poisson. */
    GAMMA
}
