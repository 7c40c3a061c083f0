package volley.report.compare;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A server over the request rate.
 *
 * @param points by rising rate
 */
public record RateCurve(String server, List<RatePoint> points) {
    public RateCurve {
        points = List.copyOf(points);
    }

    /** The highest rate with which it keeps up, as with every lower one; empty if with none. */
    Optional<RatePoint> saturation() {
        return last(RatePoint::keepsUp);
    }

    /** The highest rate at which it meets every objective, as at every lower one; empty if at none. */
    Optional<RatePoint> carried() {
        return last(RatePoint::objectivesMet);
    }

    private Optional<RatePoint> last(Predicate<RatePoint> holds) {
        return points.stream().takeWhile(holds).reduce((lower, higher) -> higher);
    }

    /** The next rate of the curve; empty behind its last. */
    Optional<RatePoint> after(RatePoint point) {
        int next = points.indexOf(point) + 1;
        return next < points.size() ? Optional.of(points.get(next)) : Optional.empty();
    }
}
