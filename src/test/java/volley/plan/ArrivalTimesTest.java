package volley.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.ArrivalKind;
import volley.config.LoadSettings;

class ArrivalTimesTest {
    private static final int COUNT = 20_000;

    @ParameterizedTest
    @CsvSource({"POISSON, 1, 10", "UNIFORM, 1, 250", "GAMMA, 0.5, 4", "GAMMA, 3, 40"})
    void gapsFollowTheirProcess(ArrivalKind kind, double burstiness, double rate) {
        DoubleUnaryOperator distribution =
                switch (kind) {
                    case POISSON -> gap -> 1 - Math.exp(-rate * gap);
                    case UNIFORM -> gap -> Math.min(1, gap * rate / 2);
                    case GAMMA -> gap -> gap <= 0 ? 0 : RegularizedGamma.P.value(burstiness, gap * rate * burstiness);
                    case CONSTANT -> throw new AssertionError("no test for a constant");
                };
        for (long seed = 1; seed <= 3; seed++) {
            double[] gaps = gapsSeconds(draw(COUNT, load(rate, kind, burstiness, 0), seed));
            double p = KolmogorovSmirnovTest.withDefaults()
                    .test(gaps, distribution)
                    .getPValue();
            assertThat(p).as("p of %s, seed %d", kind, seed).isGreaterThan(0.001);
            assertThat(Arrays.stream(gaps).average().orElseThrow() * rate).isBetween(0.95, 1.05);
        }
    }

    @Test
    void constantGapsAreExact() {
        assertThat(draw(5, load(8, ArrivalKind.CONSTANT, 1, 0), 1))
                .containsExactly(0, 125_000_000, 250_000_000, 375_000_000, 500_000_000);
    }

    @Test
    void infiniteRateIsAllAtOnce() {
        assertThat(draw(4, load(Double.POSITIVE_INFINITY, ArrivalKind.POISSON, 1, 0), 1))
                .containsOnly(0);
    }

    @Test
    void theSeedFixesTheTimesAndTheRateOnlyStretchesThem() {
        long[] slow = draw(100, load(1, ArrivalKind.POISSON, 1, 0), 7);
        assertThat(slow)
                .isEqualTo(draw(100, load(1, ArrivalKind.POISSON, 1, 0), 7))
                .isNotEqualTo(draw(100, load(1, ArrivalKind.POISSON, 1, 0), 8))
                .isSorted();
        long[] fast = draw(100, load(10, ArrivalKind.POISSON, 1, 0), 7);
        for (int i = 0; i < slow.length; i++) {
            assertThat(Math.abs(fast[i] * 10 - slow[i])).isLessThanOrEqualTo(10);
        }
    }

    @Test
    void aRampReachesTheRateAtItsEndAndKeepsIt() {
        // by the rule: r t^2 / (2 R) arrivals until R = 10 s at r = 20/s, so 100 in the ramp, then 20 each second
        long[] times = draw(301, load(20, ArrivalKind.CONSTANT, 1, 10), 1);
        assertThat(times[25] / 1e9).isEqualTo(5.0);
        assertThat(times[100] / 1e9).isEqualTo(10.0);
        assertThat(times[300] / 1e9).isEqualTo(20.0);
    }

    private static long[] draw(int count, LoadSettings load, long seed) {
        return ArrivalTimes.drawNs(count, load, RandomStream.ARRIVALS.open(seed));
    }

    private static double[] gapsSeconds(long[] timesNs) {
        return IntStream.range(1, timesNs.length)
                .mapToDouble(i -> (timesNs[i] - timesNs[i - 1]) / 1e9)
                .toArray();
    }

    static LoadSettings load(double rate, ArrivalKind kind, double burstiness, int rampUpSeconds) {
        return LoadSettings.builder()
                .requestsPerSecond(rate)
                .arrivals(kind)
                .burstiness(burstiness)
                .rampUp(Duration.ofSeconds(rampUpSeconds))
                .build();
    }
}
