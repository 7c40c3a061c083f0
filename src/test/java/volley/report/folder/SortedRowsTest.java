package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SortedRowsTest {
    @Test
    void rowsRiseByTheirValueAndEqualOnesStayAsTheyWere() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            int count = random.nextInt(300);
            long[] values = random.longs(500, -5, seed % 3 == 0 ? 5 : 1L << 40).toArray();
            if (seed % 5 == 0) {
                // too far apart for places and values in one long
                values[random.nextInt(values.length)] = Long.MIN_VALUE + 1;
                values[random.nextInt(values.length)] = Long.MAX_VALUE;
            }
            int[] rows = IntStream.generate(() -> random.nextInt(values.length))
                    .limit(count)
                    .toArray();
            int[] expected = IntStream.of(rows)
                    .boxed()
                    .sorted(Comparator.comparingLong(row -> values[row]))
                    .mapToInt(Integer::intValue)
                    .toArray();

            assertThat(SortedRows.by(rows, row -> values[row])).isEqualTo(expected);
        }
    }
}
