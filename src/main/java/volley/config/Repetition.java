package volley.config;

import java.util.Optional;

/**
 * How often runs are repeated.
 *
 * @param forks how often the warm-up and the measured runs are repeated for each combination of parameters
 * @param warmup runs before the measured ones, in each fork
 * @param iterations measured runs in each fork
 * @param samePlan whether every run has the same seed and no salt of its own
 * @param saturation the rates between which the highest that meets the objectives is searched
 * @param saturationSteps runs of that search at most
 */
public record Repetition(
        int forks, int warmup, int iterations, boolean samePlan, Optional<Rates> saturation, int saturationSteps) {
    private static final int MOST = 10_000;

    /** Two rates, turns per second, the first lower. */
    public record Rates(double low, double high) {}

    static Repetition read(Parameters given) {
        return new Repetition(
                (int) given.whole("forks", 1, MOST),
                (int) given.whole("warmup", 0, MOST),
                (int) given.whole("iterations", 1, MOST),
                given.flag("same-plan"),
                given.text("find-saturation").map(text -> rates(given, text)),
                (int) given.whole("saturation-steps", 2, MOST));
    }

    private static Rates rates(Parameters given, String text) {
        String[] sides = text.split(":", -1);
        double low = Decimal.number(sides[0].strip()).orElse(0);
        double high = sides.length == 2 ? Decimal.number(sides[1].strip()).orElse(0) : 0;
        if (low > 0 && high > low) {
            return new Rates(low, high);
        }
        throw given.bad("find-saturation", "is not two rates, the lower first, such as 1:64");
    }

    /** Runs made for each combination of parameters, warm-up included. */
    public int runsPerCombination() {
        return forks * (warmup + iterations);
    }
}
