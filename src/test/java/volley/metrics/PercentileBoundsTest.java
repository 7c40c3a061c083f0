package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds of percentiles, against the binomial sums and against populations whose percentiles are known. */
class PercentileBoundsTest {
    private static final MathContext PRECISION = new MathContext(40);
    private static final double[] PERCENTILES = {0.5, 0.9, 0.95, 0.99};

    private static Optional<PercentileBounds.Between> at(PercentileBounds bounds, int index) {
        return switch (index) {
            case 0 -> bounds.median();
            case 1 -> bounds.p90();
            case 2 -> bounds.p95();
            default -> bounds.p99();
        };
    }

    /** P(B &lt;= k) for every k, summed term by term. */
    private static double[] cumulative(int n, double q) {
        BigDecimal success = BigDecimal.valueOf(q);
        BigDecimal failure = BigDecimal.ONE.subtract(success);
        BigDecimal term = failure.pow(n, PRECISION);
        BigDecimal sum = term;
        double[] cumulative = new double[n + 1];
        for (int k = 0; k <= n; k++) {
            cumulative[k] = sum.doubleValue();
            term = term.multiply(BigDecimal.valueOf(n - k), PRECISION)
                    .multiply(success, PRECISION)
                    .divide(BigDecimal.valueOf(k + 1L).multiply(failure), PRECISION);
            sum = sum.add(term, PRECISION);
        }
        return cumulative;
    }

    /** The values are their own ranks. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 7, 29, 72, 73, 100, 367, 368, 369, 1000})
    void theInnermostRanksThatLeaveTwoAndAHalfPercentOnEachSide(int n) {
        long[] ranks = LongStream.rangeClosed(1, n).toArray();
        PercentileBounds bounds = PercentileBounds.of(rank -> ranks[rank], n);
        for (int i = 0; i < PERCENTILES.length; i++) {
            double[] atMost = cumulative(n, PERCENTILES[i]);
            int low = 0;
            while (low < n && atMost[low] <= 0.025) {
                low++;
            }
            int high = 1;
            while (high <= n && atMost[high - 1] < 0.975) {
                high++;
            }
            Optional<PercentileBounds.Between> expected =
                    low < 1 || high > n ? Optional.empty() : Optional.of(new PercentileBounds.Between(low, high));
            assertThat(at(bounds, i)).as("%d values, %s", n, PERCENTILES[i]).isEqualTo(expected);
        }
        assertThat(bounds.p99().isPresent()).isEqualTo(n >= PercentileBounds.LEAST_VALUES_FOR_P99);
    }

    /** Of a thousand runs of even values, those that hold the percentile are 95 % or more, but for chance. */
    @Test
    void theyHoldThePercentileAsOftenAsTheySay() {
        Random random = new Random(5);
        int runs = 1_000;
        int[] held = new int[PERCENTILES.length];
        for (int run = 0; run < runs; run++) {
            long[] values = random.longs(500, 0, 1_000_000).toArray();
            Arrays.sort(values);
            PercentileBounds bounds = PercentileBounds.of(rank -> values[rank], values.length);
            for (int i = 0; i < held.length; i++) {
                PercentileBounds.Between between = at(bounds, i).orElseThrow();
                double percentile = 1e6 * PERCENTILES[i];
                held[i] += between.low() <= percentile && percentile <= between.high() ? 1 : 0;
            }
        }
        for (int count : held) {
            assertThat(count).isBetween(935, 999);
        }
    }
}
