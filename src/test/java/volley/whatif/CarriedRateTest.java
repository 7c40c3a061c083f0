package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.report.compare.RatePoint;

class CarriedRateTest {
    /** A server that carries every rate up to a limit, tried at 2, 4, 8 and 16 before. */
    @ParameterizedTest
    @ValueSource(doubles = {3.3, 2, 1.1, 15.9, 0.3})
    void whatIsFoundIsLessThanATenthBelowTheLimit(double limit) {
        Predicate<RatePoint> carries = point -> point.requestsPerSecond() <= limit;
        List<RatePoint> curve = curve();
        List<RatePoint> all = new ArrayList<>(curve);
        all.addAll(CarriedRate.search(curve, carries, CarriedRateTest::point));
        double found = all.stream()
                .filter(carries)
                .mapToDouble(RatePoint::requestsPerSecond)
                .max()
                .orElseThrow();
        assertThat(found).isBetween(0.91 * limit, limit);
        assertThat(all).as("few runs").hasSizeLessThanOrEqualTo(curve.size() + 6);
    }

    @ParameterizedTest
    @CsvSource({"16, 0", "0.1, 3"})
    void whatIsCarriedAtEveryRateOrNoneIsNotBisected(double limit, int further) {
        assertThat(CarriedRate.search(curve(), point -> point.requestsPerSecond() <= limit, CarriedRateTest::point))
                .hasSize(further);
    }

    private static List<RatePoint> curve() {
        return DoubleStream.of(2, 4, 8, 16).mapToObj(CarriedRateTest::point).toList();
    }

    private static RatePoint point(double rate) {
        double[] none = {};
        return new RatePoint(rate, none, none, none, none, none, none, true);
    }
}
