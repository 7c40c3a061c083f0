package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeriesPartTest {
    private static final int ROWS = 64;

    private final Random random = new Random(20);

    @Test
    void packedRowsAreAsTheyWereSet() {
        long[] narrow = {1, 2, 254, 255, 256, 257, 65_534, 65_535, 65_536};
        long[] wide = {1L << 31, (1L << 32) - 1, 1L << 32, (1L << 32) + 1, 1L << 40, Long.MAX_VALUE};
        long[] bases = {0, 1, -300, Integer.MIN_VALUE, Integer.MAX_VALUE, 1L << 50, Long.MIN_VALUE + 1};
        for (long spread :
                LongStream.concat(Arrays.stream(narrow), Arrays.stream(wide)).toArray()) {
            for (long base : bases) {
                for (int absentOutOfTen : new int[] {0, 3, 10}) {
                    check(base, spread, absentOutOfTen);
                }
            }
        }
    }

    private void check(long base, long spread, int absentOutOfTen) {
        long[] rows = new long[ROWS];
        Arrays.fill(rows, RequestFigures.ABSENT);
        for (int row = 0; row < ROWS; row++) {
            if (random.nextInt(10) >= absentOutOfTen) {
                // the least and the greatest are among them
                long off = row < 2 ? row * (spread - 1) : (long) (random.nextDouble() * spread);
                rows[row] = base + off == RequestFigures.ABSENT ? 0 : base + off;
            }
        }
        SeriesPart part = new SeriesPart(rows);

        assertThat(values(part)).isEqualTo(rows);

        for (int row = 0; row < ROWS; row++) {
            if (rows[row] == RequestFigures.ABSENT && random.nextBoolean()) {
                rows[row] = random.nextInt(100);
                part.set(row, rows[row]);
            }
        }

        assertThat(values(part)).isEqualTo(rows);
    }

    private static long[] values(SeriesPart part) {
        long[] values = new long[ROWS];
        for (int row = 0; row < ROWS; row++) {
            values[row] = part.get(row);
        }
        long[] copied = new long[ROWS];
        part.copyTo(copied);
        assertThat(copied).isEqualTo(values);
        return values;
    }
}
