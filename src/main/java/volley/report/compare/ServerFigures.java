package volley.report.compare;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import volley.metrics.OutcomeCounts;
import volley.metrics.RunMetric;

/**
 * One server over all its runs.
 *
 * @param completed turns that completed, over all runs
 * @param outcomes how the planned turns ended, over all runs
 * @param meanMs mean of each metric in each run, in the order of the repeats
 * @param valuesNs every request's figure, of each metric, in no order
 * @param requestsPerSecond of each run
 * @param duePerSecond rate at which turns were due, mean of the runs; NaN where they had no times
 * @param backlog as {@link Backlog#ratio} tells it, mean of the runs
 * @param hitRate cached share of all prompt tokens, 0 to 1; NaN where the server does not tell
 * @param hitRateByTier as hitRate, of each tier of the cache that the server tells of: mean of the runs
 * @param hitRateByRound cached share of the prompt tokens of each round, 0 to 1; NaN where the server does not tell
 */
@SuppressWarnings("ArrayRecordComponent") // figures to be drawn; never compared
record ServerFigures(
        String name,
        long completed,
        OutcomeCounts outcomes,
        Map<ComparedMetric, double[]> meanMs,
        Map<ComparedMetric, long[]> valuesNs,
        double[] requestsPerSecond,
        double duePerSecond,
        double backlog,
        double hitRate,
        Map<RunMetric, Double> hitRateByTier,
        double[] hitRateByRound) {
    private static final double NS_PER_MS = 1e6;

    static ServerFigures of(String name, List<ComparedRun> runs) {
        Map<ComparedMetric, double[]> means = new EnumMap<>(ComparedMetric.class);
        for (ComparedMetric metric : ComparedMetric.values()) {
            means.put(metric, runs.stream().mapToDouble(run -> run.mean(metric)).toArray());
        }
        List<MeasuredTurn> turns =
                runs.stream().flatMap(run -> run.turns().stream()).toList();
        Map<ComparedMetric, long[]> values = new EnumMap<>(ComparedMetric.class);
        for (ComparedMetric metric : ComparedMetric.values()) {
            values.put(
                    metric,
                    turns.stream()
                            .mapToDouble(metric::of)
                            .filter(ms -> !Double.isNaN(ms))
                            .mapToLong(ms -> Math.round(ms * NS_PER_MS))
                            .toArray());
        }
        int rounds = 1 + turns.stream().mapToInt(MeasuredTurn::turn).max().orElse(-1);
        long[] prompt = new long[rounds];
        long[] cached = new long[rounds];
        for (MeasuredTurn turn : turns) {
            if (turn.tellsCache()) {
                prompt[turn.turn()] += turn.promptTokens();
                cached[turn.turn()] += turn.cachedTokens();
            }
        }
        double[] hitRate = new double[rounds];
        Arrays.setAll(hitRate, round -> prompt[round] == 0 ? Double.NaN : (double) cached[round] / prompt[round]);
        return new ServerFigures(
                name,
                turns.size(),
                OutcomeCounts.sum(runs.stream().map(ComparedRun::outcomes).toList()),
                means,
                values,
                runs.stream().mapToDouble(ComparedRun::requestsPerSecond).toArray(),
                RatePoint.mean(
                        runs.stream().mapToDouble(ComparedRun::duePerSecond).toArray()),
                RatePoint.mean(runs.stream().mapToDouble(ComparedRun::backlog).toArray()),
                (double) Arrays.stream(cached).sum() / Arrays.stream(prompt).sum(),
                hitRateByTier(runs),
                hitRate);
    }

    private static Map<RunMetric, Double> hitRateByTier(List<ComparedRun> runs) {
        Map<RunMetric, Double> byTier = new EnumMap<>(RunMetric.class);
        for (RunMetric tier : ComparedRun.TIERS) {
            runs.stream()
                    .map(run -> run.hitRateByTier().get(tier))
                    .filter(Objects::nonNull)
                    .mapToDouble(Double::doubleValue)
                    .average()
                    .ifPresent(mean -> byTier.put(tier, mean));
        }
        return byTier;
    }

    /** The 99th percentile of all its requests, ms; NaN without any. */
    double p99Ms(ComparedMetric metric) {
        double[] sorted = sortedMs(metric);
        return sorted.length == 0 ? Double.NaN : Statistic.P99.of(sorted);
    }

    /** The 95 % interval of that, ms. */
    Optional<OrderStatistics> p99IntervalMs(ComparedMetric metric) {
        double[] sorted = sortedMs(metric);
        return sorted.length == 0 ? Optional.empty() : Optional.of(OrderStatistics.of(sorted, 0.99));
    }

    private double[] sortedMs(ComparedMetric metric) {
        return Arrays.stream(valuesNs.get(metric))
                .mapToDouble(ns -> ns / NS_PER_MS)
                .sorted()
                .toArray();
    }

    /** Mean over the runs that have one, ms; NaN without any. */
    double mean(ComparedMetric metric) {
        return Arrays.stream(meanMs.get(metric))
                .filter(ms -> !Double.isNaN(ms))
                .average()
                .orElse(Double.NaN);
    }
}
