package volley.metrics;

import java.util.Arrays;
import java.util.Optional;

/** Every value of a run in 8 bytes each, so that percentiles are exact. Not thread-safe. */
public final class LongSeries {
    private long[] values = new long[64];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    public int size() {
        return size;
    }

    /** Summary of the values so far, empty where there are none. */
    public Optional<Stats> stats(PercentileRule rule) {
        if (size == 0) {
            return Optional.empty();
        }
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        double sum = 0;
        for (long value : sorted) {
            sum += value;
        }
        double mean = sum / size;
        double squares = 0;
        for (long value : sorted) {
            squares += (value - mean) * (value - mean);
        }
        return Optional.of(new Stats(
                size,
                mean,
                rule.of(sorted, size, 0.5),
                Math.sqrt(squares / size),
                sorted[0],
                sorted[size - 1],
                rule.of(sorted, size, 0.9),
                rule.of(sorted, size, 0.95),
                rule.of(sorted, size, 0.99)));
    }
}
