package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** {@link LongSeries} and {@link GapHistogram} against sums over all values. */
class DistributionTest {
    @Test
    void knownValues() {
        LongSeries series = new LongSeries();
        for (long value : new long[] {9, 2, 5, 4, 12, 7, 8, 11, 9, 3, 7, 4, 12, 5, 4, 10, 9, 6, 9, 4}) {
            series.add(value);
        }

        Stats stats = series.stats(PercentileRule.LINEAR).orElseThrow();
        assertThat(stats.mean()).isEqualTo(7);
        assertThat(stats.std()).isCloseTo(Math.sqrt(178 / 20.0), within(1e-12));
        assertThat(stats.median()).isEqualTo(7);
        assertThat(stats.min()).isEqualTo(2);
        assertThat(stats.max()).isEqualTo(12);
    }

    /** Rows come back as they went in: absent ones, values that fit into 4 bytes just so, and some that do not. */
    @Test
    void rowsAreKept() {
        List<Long> edges = List.of(
                0L,
                1L,
                -1L,
                Integer.MAX_VALUE + 0L,
                Integer.MAX_VALUE + 1L,
                Integer.MIN_VALUE + 0L,
                Integer.MIN_VALUE - 1L,
                Integer.MIN_VALUE + 1L,
                Long.MAX_VALUE,
                RequestFigures.ABSENT);
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            LongSeries series = new LongSeries();
            List<Long> rows = new ArrayList<>();
            while (rows.size() < random.nextInt(6000)) {
                long value = random.nextInt(1000) > 0
                        ? random.nextInt(3) > 0 ? random.nextInt() : RequestFigures.ABSENT
                        : edges.get(random.nextInt(edges.size()));
                for (int same = random.nextInt(1200); same >= 0; same--) {
                    rows.add(value);
                    series.add(value);
                }
            }
            assertThat(IntStream.range(0, rows.size()).mapToObj(series::get).toList())
                    .isEqualTo(rows);
            assertThat(series.stats(PercentileRule.LINEAR).map(Stats::count).orElse(0L))
                    .isEqualTo(rows.size() - Collections.frequency(rows, RequestFigures.ABSENT));
        }
    }

    @Test
    void emptyIsAbsent() {
        assertThat(new LongSeries().stats(PercentileRule.LINEAR)).isEmpty();
        assertThat(new GapHistogram().stats()).isEmpty();
    }

    @Test
    void bothAgreeWithAllValues() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            long[] values =
                    random.longs(1 + random.nextInt(3000), 0, 5_000_000_000L).toArray();
            LongSeries series = new LongSeries();
            GapHistogram histogram = new GapHistogram();
            for (long value : values) {
                series.add(value);
                histogram.record(value);
            }
            Arrays.sort(values);
            double mean = Arrays.stream(values).average().orElseThrow();
            double std = Math.sqrt(Arrays.stream(values)
                    .mapToDouble(value -> Math.pow(value - mean, 2))
                    .average()
                    .orElseThrow());

            for (Stats stats : new Stats[] {
                series.stats(PercentileRule.LINEAR).orElseThrow(),
                histogram.stats().orElseThrow()
            }) {
                assertThat(stats.count()).isEqualTo(values.length);
                assertThat(stats.mean()).isCloseTo(mean, within(1e-3));
                assertThat(stats.std()).isCloseTo(std, within(1.0));
                assertThat(stats.min()).isEqualTo((double) values[0]);
                assertThat(stats.max()).isEqualTo((double) values[values.length - 1]);
            }
            double rankP99 = values[(int) Math.ceil(0.99 * values.length) - 1];
            assertThat(histogram.stats().orElseThrow().p99()).isCloseTo(rankP99, Percentage.withPercentage(0.1));
        }
    }

    @Test
    void evenGapsHaveNoSpreadHoweverMany() {
        GapHistogram histogram = new GapHistogram();
        for (int i = 0; i < 1_000_000; i++) {
            histogram.recordShares(30_000_001, 3);
        }

        Stats stats = histogram.stats().orElseThrow();
        assertThat(stats.count()).isEqualTo(3_000_000);
        assertThat(stats.std()).isLessThan(0.01);
        assertThat(stats.mean()).isCloseTo(30_000_001 / 3.0, within(1e-6));
    }
}
