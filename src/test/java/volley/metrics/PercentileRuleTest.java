package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PercentileRuleTest {
    private static final long[] FIVE = {15, 20, 35, 40, 50};

    private static double linear(double q, long... sorted) {
        return PercentileRule.LINEAR.of(sorted, sorted.length, q);
    }

    private static double index(double q, long... sorted) {
        return PercentileRule.INDEX.of(sorted, sorted.length, q);
    }

    @Test
    void linearGivesWhatNumpyDocumentsAndOthersPublish() {
        assertThat(linear(0.05, FIVE)).isCloseTo(16, within(1e-9));
        assertThat(linear(0.30, FIVE)).isCloseTo(23, within(1e-9));
        assertThat(linear(0.40, FIVE)).isCloseTo(29, within(1e-9));
        assertThat(linear(0.95, FIVE)).isCloseTo(48, within(1e-9));
        assertThat(linear(0.75, 1, 2, 3, 4)).isEqualTo(3.25);
        assertThat(linear(0.5, 1, 2)).isEqualTo(1.5);
        assertThat(linear(0, FIVE)).isEqualTo(15);
        assertThat(linear(1, FIVE)).isEqualTo(50);
        assertThat(linear(0.99, 7)).isEqualTo(7);
    }

    @Test
    void indexIsPythonsSortedIntQTimesN() {
        assertThat(index(0.5, FIVE)).isEqualTo(35);
        assertThat(index(0.5, 1, 2)).isEqualTo(2);
        assertThat(index(0.9, FIVE)).isEqualTo(50);
        assertThat(index(0.79, FIVE)).isEqualTo(40);
        assertThat(index(0.99, 7)).isEqualTo(7);
        assertThat(index(1, FIVE)).isEqualTo(50);
    }

    @Test
    void linearAgreesWithExactArithmetic() {
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            long[] sorted = random.longs(1 + random.nextInt(50), 0, 1_000_000_000)
                    .sorted()
                    .toArray();
            double q = random.nextInt(101) / 100.0;
            BigDecimal rank = BigDecimal.valueOf(q).multiply(BigDecimal.valueOf(sorted.length - 1L));
            int below = rank.intValue();
            int above = Math.min(below + 1, sorted.length - 1);
            BigDecimal expected = rank.subtract(BigDecimal.valueOf(below))
                    .multiply(BigDecimal.valueOf(sorted[above] - sorted[below]))
                    .add(BigDecimal.valueOf(sorted[below]));
            assertThat(linear(q, sorted)).isCloseTo(expected.doubleValue(), within(1e-4));
        }
    }
}
