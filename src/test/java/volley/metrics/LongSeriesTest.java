package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Summaries of a column beside those of its values sorted. */
class LongSeriesTest {
    @Test
    void summariesAreThoseOfTheSortedValues() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            LongSupplier values = valuesOf(seed, random);
            long[] rows = new long[random.nextInt(seed % 5 == 0 ? 12_000 : 3_000)];
            int absentOutOfTen = seed % 3 == 0 ? 0 : random.nextInt(11);
            LongSeries series = new LongSeries();
            BitSet late = new BitSet();
            for (int row = 0; row < rows.length; row++) {
                rows[row] = random.nextInt(10) < absentOutOfTen ? RequestFigures.ABSENT : values.getAsLong();
                late.set(row, seed % 4 == 0 && rows[row] != RequestFigures.ABSENT && random.nextInt(5) == 0);
                series.add(late.get(row) ? RequestFigures.ABSENT : rows[row]);
            }
            late.stream().forEach(row -> series.set(row, rows[row]));
            BitSet some = new BitSet();
            int outOfTen = random.nextInt(12);
            IntStream.range(0, rows.length)
                    .filter(row -> random.nextInt(10) < outOfTen)
                    .forEach(some::set);

            for (PercentileRule rule : PercentileRule.values()) {
                String as = "seed " + seed + ", " + rule;
                check(as, series.stats(rule), rule, sorted(Arrays.stream(rows).toArray()));
                check(
                        as,
                        series.stats(rule, some),
                        rule,
                        sorted(some.stream().mapToLong(row -> rows[row]).toArray()));
            }
        }
    }

    /** Of a few digits, of any digits on both sides of 0, times far apart, all alike, near a power of two, and far off but close together. */
    private static LongSupplier valuesOf(int seed, Random random) {
        return switch (seed % 6) {
            case 0 -> () -> random.nextLong(-20, 20);
            case 1 -> () -> {
                long value = random.nextLong() >> random.nextInt(Long.SIZE);
                return value == RequestFigures.ABSENT ? Long.MAX_VALUE : value;
            };
            case 2 -> () -> (long) Math.exp(random.nextGaussian() * 3 + 14);
            case 3 -> {
                long same = random.nextLong(1L << 40);
                yield () -> same;
            }
            case 4 -> {
                long power = 1L << random.nextInt(5, 50);
                yield () -> (random.nextBoolean() ? 1 : -1) * (power + random.nextInt(-2, 3));
            }
            default -> () -> 15_000_000_000L + random.nextInt(1_000_000);
        };
    }

    private static long[] sorted(long[] rows) {
        return Arrays.stream(rows)
                .filter(value -> value != RequestFigures.ABSENT)
                .sorted()
                .toArray();
    }

    private static void check(String as, Optional<Stats> given, PercentileRule rule, long[] sorted) {
        assertThat(given.isPresent()).as(as).isEqualTo(sorted.length > 0);
        given.ifPresent(stats -> {
            assertThat(stats.count()).as(as).isEqualTo(sorted.length);
            assertThat(stats.min()).as(as).isEqualTo((double) sorted[0]);
            assertThat(stats.max()).as(as).isEqualTo((double) sorted[sorted.length - 1]);
            assertThat(stats.percentiles())
                    .as(as)
                    .isEqualTo(Stats.Percentiles.of(percent -> rule.of(sorted, sorted.length, percent / 100)));
            assertThat(stats.bounds()).as(as).isEqualTo(PercentileBounds.of(rank -> sorted[rank], sorted.length));
            BigDecimal count = BigDecimal.valueOf(sorted.length);
            BigDecimal mean = Arrays.stream(sorted)
                    .mapToObj(BigDecimal::valueOf)
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .divide(count, new MathContext(60));
            double variance = Arrays.stream(sorted)
                    .mapToObj(value -> BigDecimal.valueOf(value).subtract(mean).pow(2))
                    .reduce(BigDecimal.ZERO, BigDecimal::add)
                    .divide(count, new MathContext(60))
                    .doubleValue();
            assertThat(stats.mean()).as(as).isCloseTo(mean.doubleValue(), within(Math.ulp(mean.doubleValue())));
            assertThat(stats.std()).as(as).isCloseTo(Math.sqrt(variance), within(Math.ulp(Math.sqrt(variance))));
        });
    }
}
