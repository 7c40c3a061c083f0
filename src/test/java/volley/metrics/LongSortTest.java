package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongSortTest {
    @Test
    void valuesOfAnySpreadAreSortedAsTheLibraryDoes() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            long spread = 1L << (seed % 20 * 3 + 1);
            long[] values = random.longs(1 + random.nextInt(12_000))
                    .map(value -> Math.floorMod(value, spread) - spread / 3)
                    .toArray();
            if (seed % 7 == 0) {
                values[0] = Long.MAX_VALUE;
                values[values.length - 1] = Long.MIN_VALUE;
            }
            if (seed % 11 == 0) {
                Arrays.sort(values);
            }
            int size = seed % 3 == 0 ? values.length : random.nextInt(values.length + 1);
            long[] expected = values.clone();
            Arrays.sort(expected, 0, size);

            LongSort.sort(values, size);

            assertThat(values).isEqualTo(expected);
        }
    }
}
