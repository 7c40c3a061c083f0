package volley.metrics;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;

/** What is counted of values as they come, so that little is left to do for their summary. Not thread-safe. */
final class Tally {
    private final ExactSums sums;
    private final BucketCounts buckets;

    Tally() {
        sums = new ExactSums();
        buckets = new BucketCounts();
    }

    Tally(Tally from) {
        sums = new ExactSums(from.sums);
        buckets = new BucketCounts(from.buckets);
    }

    /** Adds those of the first {@code count} that are not {@link RequestFigures#ABSENT}. */
    void addAll(long[] values, int count) {
        for (int i = 0; i < count; i++) {
            if (values[i] != RequestFigures.ABSENT) {
                add(values[i]);
            }
        }
    }

    void add(long value) {
        sums.add(value);
        buckets.add(value);
    }

    /** @param value one that was added */
    void remove(long value) {
        sums.remove(value);
        buckets.remove(value);
    }

    /** Number of values. */
    int size() {
        return sums.count();
    }

    /**
     * Summary of the values, empty where there are none.
     *
     * @param values shows all of them
     */
    Optional<Stats> stats(PercentileRule rule, Consumer<RankSelection> values) {
        if (size() == 0) {
            return Optional.empty();
        }
        RankSelection selection = new RankSelection(buckets);
        // Read once for nothing, to be told the ranks.
        Ranked.of(rule, size(), rank -> {
            selection.want(rank);
            return 0;
        });
        if (selection.needsValues()) {
            values.accept(selection);
            selection.sort();
        }
        Ranked ranked = Ranked.of(rule, size(), selection::at);
        return Optional.of(new Stats(
                size(),
                sums.mean(),
                sums.deviation(),
                ranked.min(),
                ranked.max(),
                ranked.percentiles(),
                ranked.bounds()));
    }

    /** What is read from sorted values. */
    private record Ranked(long min, long max, Stats.Percentiles percentiles, PercentileBounds bounds) {
        static Ranked of(PercentileRule rule, int size, IntToLongFunction sorted) {
            return new Ranked(
                    sorted.applyAsLong(0),
                    sorted.applyAsLong(size - 1),
                    Stats.Percentiles.of(percent -> rule.of(sorted, size, percent / 100)),
                    PercentileBounds.of(sorted, size));
        }
    }
}
