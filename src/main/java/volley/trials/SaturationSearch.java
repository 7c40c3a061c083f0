package volley.trials;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import volley.config.Repetition.Rates;

/**
 * Bisection for the highest rate that meets the objectives, by the geometric mean of the highest that met them and the
 * lowest that did not. It takes for granted that what is missed at one rate is missed at every higher one; near the
 * limit a single run decides, and may decide by chance.
 */
final class SaturationSearch {
    /** Rates that differ by less are not told apart. */
    private static final double SAME = 1.02;
    /** Of a rate, so that it can be repeated by hand. */
    private static final MathContext DIGITS = new MathContext(4);

    private SaturationSearch() {}

    record Step(double rate, boolean met) {}

    /**
     * @param highestMet empty if the lowest rate missed the objectives already
     * @param lowestMissed empty if every rate tried met them: the limit lies higher
     */
    record Result(OptionalDouble highestMet, OptionalDouble lowestMissed, List<Step> steps) {}

    /** What the steps of a search that was cut have shown. */
    static Result soFar(List<Step> steps) {
        return new Result(
                steps.stream().filter(Step::met).mapToDouble(Step::rate).max(),
                steps.stream()
                        .filter(step -> !step.met())
                        .mapToDouble(Step::rate)
                        .min(),
                List.copyOf(steps));
    }

    /**
     * @param mostSteps how many rates are tried at most; at least 2
     * @param meets makes a run at a rate
     */
    static Result search(Rates between, int mostSteps, DoublePredicate meets) {
        List<Step> steps = new ArrayList<>();
        if (!tried(between.low(), meets, steps)) {
            return new Result(OptionalDouble.empty(), OptionalDouble.of(between.low()), List.copyOf(steps));
        }
        if (tried(between.high(), meets, steps)) {
            return new Result(OptionalDouble.of(between.high()), OptionalDouble.empty(), List.copyOf(steps));
        }
        double met = between.low();
        double missed = between.high();
        while (steps.size() < mostSteps && missed / met > SAME) {
            double middle =
                    new BigDecimal(Math.sqrt(met * missed)).round(DIGITS).doubleValue();
            if (tried(middle, meets, steps)) {
                met = middle;
            } else {
                missed = middle;
            }
        }
        return new Result(OptionalDouble.of(met), OptionalDouble.of(missed), List.copyOf(steps));
    }

    private static boolean tried(double rate, DoublePredicate meets, List<Step> steps) {
        boolean met = meets.test(rate);
        steps.add(new Step(rate, met));
        return met;
    }
}
