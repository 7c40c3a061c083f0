package volley.report.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class EvidenceTest {
    /** By hand: mean 4, s = 2, t(2, .975) = 4.3027. */
    @Test
    void aPairedIntervalIsStudents() {
        Evidence three = Evidence.paired(new double[] {2, 4, 6}, 1);
        assertThat(three.difference()).isEqualTo(4);
        assertThat(three.halfWidth()).isCloseTo(4.3027 * 2 / Math.sqrt(3), within(1e-3));
        assertThat(three.verdict(1)).isEqualTo(Verdict.NOT_ENOUGH_RUNS);
    }

    /** The example of R's manual of t.test (Student's sleep data): t = 1.8608, 17.776 degrees, interval -0.2055 to 3.3655. */
    @Test
    void anIntervalOfIndependentRunsIsWelchs() {
        double[] one = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
        double[] two = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
        Evidence evidence = Evidence.independent(one, two, 1);
        assertThat(evidence.low()).isCloseTo(-0.2054832, within(1e-6));
        assertThat(evidence.high()).isCloseTo(3.3654832, within(1e-6));
        assertThat(evidence.degrees()).isCloseTo(17.776, within(1e-3));
    }

    @Test
    void moreFiguresAtOnceWidenTheInterval() {
        double[] differences = {2, 4, 6, 5};
        assertThat(Evidence.paired(differences, 4).halfWidth())
                .isGreaterThan(Evidence.paired(differences, 1).halfWidth());
        assertThat(Evidence.paired(differences, 4).confidence()).isEqualTo(0.9875);
    }

    @Test
    void whatDoesNotVaryIsSureFromThreeRunsOn() {
        assertThat(Evidence.paired(new double[] {5, 5}, 1).verdict(1)).isEqualTo(Verdict.NOT_ENOUGH_RUNS);
        assertThat(Evidence.paired(new double[] {5, 5, 5}, 1).verdict(1)).isEqualTo(Verdict.REAL);
        assertThat(Evidence.paired(new double[] {0.5, 0.5, 0.5}, 1).verdict(1))
                .isEqualTo(Verdict.NO_DIFFERENCE_THAT_MATTERS);
        assertThat(Evidence.paired(new double[3], 1).verdict(0)).isEqualTo(Verdict.NO_DIFFERENCE_THAT_MATTERS);
        assertThat(Evidence.paired(new double[] {5}, 1).furtherRuns(1)).hasValue(2);
    }

    /** Normal differences of 10 with a spread of 10: whoever makes the runs that are asked for, three times at most, finds them. */
    @Test
    void theRunsAskedForAreEnough() {
        assertThat(calledReal(10, 2)).isGreaterThan(0.95);
    }

    /** And whoever compares equal servers so is not fooled more often than once in 20 times. */
    @Test
    void theRunsAskedForRaiseNoFalseAlarms() {
        for (double smallest : new double[] {0.5, 2, 5}) {
            assertThat(calledReal(0, smallest)).as("%s", smallest).isLessThan(0.05);
        }
    }

    private static double calledReal(double difference, double smallest) {
        SplittableRandom random = new SplittableRandom(11);
        int found = 0;
        int cases = 1000;
        for (int c = 0; c < cases; c++) {
            double[] runs = normal(random, 3, difference);
            Evidence evidence = Evidence.paired(runs, 4);
            for (int asked = 0; asked < 3 && evidence.verdict(smallest) == Verdict.NOT_ENOUGH_RUNS; asked++) {
                double[] further = normal(random, evidence.furtherRuns(smallest).orElse(0), difference);
                runs = DoubleStream.concat(Arrays.stream(runs), Arrays.stream(further))
                        .toArray();
                evidence = Evidence.paired(runs, 4);
            }
            found += evidence.verdict(smallest) == Verdict.REAL ? 1 : 0;
        }
        return (double) found / cases;
    }

    private static double[] normal(SplittableRandom random, long number, double mean) {
        double[] values = new double[Math.toIntExact(number)];
        Arrays.setAll(values, i -> mean + 10 * random.nextGaussian());
        return values;
    }

    /** The interval of the 99th percentile of a known distribution holds it in 95 of 100 cases or a little more. */
    @Test
    void orderStatisticsHoldThePercentile() {
        SplittableRandom random = new SplittableRandom(3);
        int held = 0;
        int cases = 1000;
        for (int c = 0; c < cases; c++) {
            double[] sorted = random.doubles(800).sorted().toArray();
            OrderStatistics interval = OrderStatistics.of(sorted, 0.99);
            held += interval.low() <= 0.99 && interval.high() >= 0.99 ? 1 : 0;
        }
        assertThat((double) held / cases).isBetween(0.94, 0.99);
    }

    @Test
    void tooFewValuesHaveNoUpperEnd() {
        double[] sorted = new SplittableRandom(3).doubles(100).sorted().toArray();
        OrderStatistics interval = OrderStatistics.of(sorted, 0.99);
        assertThat(interval.high()).isNaN();
        assertThat(interval.low()).isLessThan(sorted[98]);
    }
}
