package volley.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongSeriesTest {
    @Test
    void aPartHasTheSummaryOfItsValuesAlone() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            LongSeries all = new LongSeries();
            LongSeries part = new LongSeries();
            BitSet rows = new BitSet();
            int outOfTen = random.nextInt(11);
            int count = random.nextInt(3000);
            for (int row = 0; row < count; row++) {
                long value =
                        random.nextInt(8) == 0 ? RequestFigures.ABSENT : random.nextLong(seed % 2 == 0 ? 20 : 1L << 40);
                all.add(value);
                if (random.nextInt(10) < outOfTen) {
                    rows.set(row);
                    part.add(value);
                }
            }
            LongSeries.Summaries both = all.stats(PercentileRule.LINEAR, rows);

            assertThat(both.whole()).isEqualTo(all.stats(PercentileRule.LINEAR));
            assertThat(both.part()).isEqualTo(part.stats(PercentileRule.LINEAR));
        }
    }
}
