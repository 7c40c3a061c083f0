package volley.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import volley.metrics.LongSort;
import volley.metrics.PercentileRule;

/** The values of a figure as points {@code [percentile, ms]}: enough for the curve of its distribution. */
public final class Distribution {
    private static final double NS_PER_MS = 1e6;
    private static final double[] TAIL = {99.5, 99.9, 99.99, 100};

    private Distribution() {}

    /** Exact, by numpy's linear rule; {@code count} and {@code points}, which are none without values. */
    public static ObjectNode ofNs(LongStream valuesNs) {
        long[] sorted = valuesNs.toArray();
        LongSort.sort(sorted);
        return ofSortedNs(sorted);
    }

    /** As {@link #ofNs(LongStream)}, of values that rise. */
    static ObjectNode ofSortedNs(long[] sorted) {
        return points(sorted.length, percent -> PercentileRule.LINEAR.of(sorted, sorted.length, percent / 100));
    }

    /** Within the histogram's 0.1 %. */
    static ObjectNode ofNs(Histogram histogram) {
        return points(
                histogram.getTotalCount(),
                percent -> percent == 0 ? histogram.getMinValue() : histogram.getValueAtPercentile(percent));
    }

    private static ObjectNode points(long count, DoubleUnaryOperator valueNs) {
        ObjectNode distribution = JsonNodeFactory.instance.objectNode();
        distribution.put("count", count);
        ArrayNode points = distribution.putArray("points");
        if (count > 0) {
            double[] percents = DoubleStream.concat(IntStream.rangeClosed(0, 99).asDoubleStream(), Arrays.stream(TAIL))
                    .toArray();
            for (double percent : percents) {
                points.addArray().add(percent).add(round(valueNs.applyAsDouble(percent) / NS_PER_MS));
            }
        }
        return distribution;
    }

    /** To the microsecond: more digits are not in the measurement, and cost space in the page. */
    static double round(double ms) {
        return Math.round(ms * 1e3) / 1e3;
    }
}
