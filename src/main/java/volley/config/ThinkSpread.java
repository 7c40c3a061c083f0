package volley.config;

/**
 * How think times are spread around their mean.
 *
 * @param variation standard deviation as a part of the mean, of the lognormal distribution; the others have their own
 */
public record ThinkSpread(Kind kind, double variation) {
    /** Always the mean. */
    public static final ThinkSpread NONE = new ThinkSpread(Kind.CONSTANT, 0);

    /** The distribution that they are drawn from. */
    public enum Kind {
        CONSTANT,
        /** Even from 0 to twice the mean. */
        UNIFORM,
        EXPONENTIAL,
        LOGNORMAL
    }

    static ThinkSpread read(Parameters given) {
        Kind kind = given.choice("think-time-distribution", Kind.class);
        double variation = given.number("think-time-cv", 0, true, false);
        if (kind != Kind.LOGNORMAL && given.isGiven("think-time-cv")) {
            throw given.bad(
                    "think-time-cv",
                    "shapes only lognormal think times; add " + GivenAs.setting("think-time-distribution", "lognormal")
                            + " or leave it out");
        }
        if (kind != Kind.CONSTANT && given.number("think-time-seconds", 0, false, false) == 0) {
            throw given.bad(
                    "think-time-distribution", "has no mean; add " + GivenAs.setting("think-time-seconds", "10"));
        }
        return kind == Kind.CONSTANT ? NONE : new ThinkSpread(kind, kind == Kind.LOGNORMAL ? variation : 0);
    }
}
