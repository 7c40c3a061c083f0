package volley.whatif;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Predicate;
import volley.report.compare.RatePoint;

/**
 * Looks between the rates of a curve for the highest that a server carries, by bisection: it takes for granted that what is
 * not carried at one rate is at no higher one.
 */
final class CarriedRate {
    /** From a factor of two between two rates to one of 1.09. */
    private static final int STEPS = 3;
    /** Halvings below the lowest rate of the curve. */
    private static final int LOWER = 3;
    /** Of a rate, so that it can be repeated by hand. */
    private static final MathContext DIGITS = new MathContext(3);

    private CarriedRate() {}

    /**
     * The further points.
     *
     * @param curve by rising rate, at least one point
     * @param at makes a point at a rate, turns per second
     */
    static List<RatePoint> search(List<RatePoint> curve, Predicate<RatePoint> carries, DoubleFunction<RatePoint> at) {
        Optional<RatePoint> missed = curve.stream().filter(carries.negate()).findFirst();
        if (missed.isEmpty()) {
            return List.of();
        }
        List<RatePoint> further = new ArrayList<>();
        int place = curve.indexOf(missed.get());
        double high = missed.get().requestsPerSecond();
        double low = place > 0 ? curve.get(place - 1).requestsPerSecond() : 0;
        for (int step = 0; low == 0 && step < LOWER; step++) {
            RatePoint point = at.apply(high / 2);
            further.add(point);
            if (carries.test(point)) {
                low = high / 2;
            } else {
                high = high / 2;
            }
        }
        for (int step = 0; low > 0 && step < STEPS; step++) {
            double middle = new BigDecimal(Math.sqrt(low * high)).round(DIGITS).doubleValue();
            RatePoint point = at.apply(middle);
            further.add(point);
            if (carries.test(point)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return further;
    }
}
