package volley.report.compare;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A server over the request rate.
 *
 * @param points by rising rate, at the rates of every curve
 * @param further at rates of its own, tried to find more exactly what it carries; in any order
 */
public record RateCurve(String server, List<RatePoint> points, List<RatePoint> further) {
    public RateCurve {
        points = List.copyOf(points);
        further = List.copyOf(further);
    }

    public RateCurve(String server, List<RatePoint> points) {
        this(server, points, List.of());
    }

    /** All points by rising rate. */
    List<RatePoint> all() {
        return Stream.concat(points.stream(), further.stream())
                .sorted(Comparator.comparingDouble(RatePoint::requestsPerSecond))
                .toList();
    }

    /** The highest of the common rates with which it keeps up, as with every lower one; empty if with none. */
    Optional<RatePoint> saturation() {
        return last(points, RatePoint::keepsUp);
    }

    /** The highest rate that it carries, as every lower one; empty if it carries none. */
    Optional<RatePoint> carried(Predicate<RatePoint> carries) {
        return last(all(), carries);
    }

    private static Optional<RatePoint> last(List<RatePoint> rising, Predicate<RatePoint> holds) {
        return rising.stream().takeWhile(holds).reduce((lower, higher) -> higher);
    }
}
