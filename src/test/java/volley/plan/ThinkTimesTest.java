package volley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.LoadSettings;
import volley.config.ThinkSpread;
import volley.config.ThinkSpread.Kind;

/** Think times: each turn's own, from the seed, with the distribution's shape. */
class ThinkTimesTest {
    private static final int TURNS = 40_000;
    private static final double VARIATION = 0.7;

    private static ThinkTimes times(Kind kind, long seed) {
        LoadSettings load = LoadSettings.builder()
                .thinkTime(Duration.ofSeconds(1))
                .thinkSpread(new ThinkSpread(kind, VARIATION))
                .build();
        return ThinkTimes.of(load, seed);
    }

    private static double[] seconds(Kind kind, long seed) {
        ThinkTimes times = times(kind, seed);
        return IntStream.range(0, TURNS)
                .mapToDouble(i -> times.afterNs(i / 4, i % 4) / 1e9)
                .toArray();
    }

    /** Distribution functions by their textbook formulas; the lognormal's is that of the normal at the logarithm. */
    private static double below(Kind kind, double seconds) {
        return switch (kind) {
            case CONSTANT -> seconds < 1 ? 0 : 1;
            case UNIFORM -> Math.min(1, seconds / 2);
            case EXPONENTIAL -> 1 - Math.exp(-seconds);
            case LOGNORMAL -> {
                double sigma = Math.sqrt(Math.log(1 + VARIATION * VARIATION));
                yield normalBelow((Math.log(seconds) + sigma * sigma / 2) / sigma);
            }
        };
    }

    /** Simpson's rule over the normal density. */
    private static double normalBelow(double x) {
        DoubleUnaryOperator density = z -> Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
        int steps = 2_000;
        double h = x / steps;
        double sum = density.applyAsDouble(0) + density.applyAsDouble(x);
        for (int i = 1; i < steps; i++) {
            sum += (i % 2 == 0 ? 2 : 4) * density.applyAsDouble(i * h);
        }
        return 0.5 + sum * h / 3;
    }

    /** Kolmogorov's distance of so many values is below 1.63 / sqrt(n) in 99 of 100 cases; the seed is fixed. */
    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"UNIFORM", "EXPONENTIAL", "LOGNORMAL"})
    void theyAreSpreadAsTheDistributionSays(Kind kind) {
        double[] sorted = seconds(kind, 7);
        Arrays.sort(sorted);
        double distance = IntStream.range(0, TURNS)
                .mapToDouble(i -> Math.abs(below(kind, sorted[i]) - (i + 0.5) / TURNS))
                .max()
                .orElseThrow();
        assertThat(distance).isLessThan(1.63 / Math.sqrt(TURNS));
        assertThat(Arrays.stream(sorted).average().orElseThrow()).isCloseTo(1, within(0.02));
    }

    @Test
    void eachTurnHasItsOwnWhateverIsAskedBefore() {
        ThinkTimes times = times(Kind.EXPONENTIAL, 1);
        long third = times.afterNs(3, 1);
        assertThat(times.afterNs(0, 0)).isNotEqualTo(third);
        assertThat(times.afterNs(1, 3)).isNotEqualTo(third);
        assertThat(times.afterNs(3, 1)).isEqualTo(third);
        assertThat(times(Kind.EXPONENTIAL, 1).afterNs(3, 1)).isEqualTo(third);
        assertThat(times(Kind.EXPONENTIAL, 2).afterNs(3, 1)).isNotEqualTo(third);
        assertThat(times(Kind.CONSTANT, 1).afterNs(3, 1)).isEqualTo(1_000_000_000);
    }

    @Test
    void noneIsLongerThanADay() {
        LoadSettings load = LoadSettings.builder()
                .thinkTime(Duration.ofHours(20))
                .thinkSpread(new ThinkSpread(Kind.LOGNORMAL, 50))
                .build();
        ThinkTimes times = ThinkTimes.of(load, 1);
        long[] all =
                IntStream.range(0, 2_000).mapToLong(i -> times.afterNs(i, 0)).toArray();
        assertThat(Arrays.stream(all).max()).hasValue(Duration.ofDays(1).toNanos());
        assertThat(Arrays.stream(all).min().orElseThrow()).isNotNegative();
    }
}
