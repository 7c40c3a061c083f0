package volley.report.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import volley.cold.Coldness;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.metrics.OutcomeCounts;
import volley.metrics.RunMetric;
import volley.report.folder.RunRequests;
import volley.report.folder.RunRequests.Field;
import volley.report.summary.RecordedSummary;

/**
 * One run of a server, read from its results folder.
 *
 * @param server name of the server in the comparison
 * @param repeat which of the server's runs, from 0
 * @param turns those that completed
 * @param coldness how it began; absent in runs of older versions
 * @param outcomes how the turns of the plan ended
 * @param firstErrors what the first of each class of failure said
 * @param requestsPerSecond completed requests by the run's duration
 * @param duePerSecond rate at which turns were due; NaN where they had no times
 * @param hitRateByTier cached share of the prompt tokens, 0 to 1, under the metric of each tier that the server tells of
 * @param backlog as {@link Backlog#ratio} tells it
 */
record ComparedRun(
        String server,
        int repeat,
        String planSha256,
        long seed,
        List<MeasuredTurn> turns,
        OutcomeCounts outcomes,
        Optional<Coldness> coldness,
        Map<String, String> firstErrors,
        double requestsPerSecond,
        double duePerSecond,
        double backlog,
        Map<RunMetric, Double> hitRateByTier) {
    /** The cache's tiers, each as what came from it. */
    static final List<RunMetric> TIERS =
            List.of(RunMetric.CACHE_HIT_RATE_DEVICE, RunMetric.CACHE_HIT_RATE_HOST, RunMetric.CACHE_HIT_RATE_STORAGE);

    /** @throws BadInputException if the folder has no results that can be read */
    static ComparedRun read(String server, int repeat, Path folder) {
        try {
            RecordedSummary summary = RecordedSummary.read(folder);
            List<MeasuredTurn> turns = new ArrayList<>();
            RunRequests requests = RunRequests.read(folder);
            for (int row = 0; row < requests.size(); row++) {
                if (requests.ok(row)) {
                    turns.add(turn(requests, row));
                }
            }
            return new ComparedRun(
                    server,
                    repeat,
                    summary.planSha256(),
                    summary.seed(),
                    turns,
                    summary.outcomes(),
                    summary.coldness(),
                    summary.firstErrors(),
                    summary.value(RunMetric.REQUEST_THROUGHPUT).orElse(Double.NaN),
                    summary.value(RunMetric.REQUEST_RATE_PLANNED).orElse(Double.NaN),
                    RecordedRates.backlog(summary),
                    hitRateByTier(summary));
        } catch (IOException e) {
            throw new BadInputException("the run of " + server + " in " + folder + " cannot be compared ("
                    + IoReason.withFile(e) + "); give a folder with summary.json and requests.jsonl");
        }
    }

    private static Map<RunMetric, Double> hitRateByTier(RecordedSummary summary) {
        Map<RunMetric, Double> byTier = new EnumMap<>(RunMetric.class);
        for (RunMetric tier : TIERS) {
            summary.value(tier).ifPresent(percent -> byTier.put(tier, percent / 100));
        }
        return byTier;
    }

    private static MeasuredTurn turn(RunRequests requests, int row) {
        return new MeasuredTurn(
                (int) requests.get(Field.CONVERSATION, row),
                (int) requests.get(Field.TURN, row),
                (int) requests.get(Field.ORDER, row),
                milliseconds(requests.get(Field.TTFT_NS, row)),
                milliseconds(requests.get(Field.TPOT_NS, row)),
                milliseconds(requests.get(Field.E2E_NS, row)),
                count(requests.get(Field.PROMPT_TOKENS, row)),
                count(requests.get(Field.CACHED_TOKENS, row)));
    }

    private static double milliseconds(long ns) {
        return ns == RunRequests.ABSENT ? Double.NaN : ns / 1e6;
    }

    private static long count(long tokens) {
        return tokens == RunRequests.ABSENT ? -1 : tokens;
    }

    /** Whether the cache is known to have had nothing for this run. */
    boolean isCold() {
        return coldness.isPresent() && coldness.get().isCold();
    }

    /**
     * Whether the cache was empty at the start: then the request sent first found nothing in it. Empty where the server
     * does not tell.
     */
    Optional<Boolean> startedCold() {
        return turns.stream()
                .min(Comparator.comparingInt(MeasuredTurn::order))
                .filter(first -> first.order() == 0 && first.tellsCache())
                .map(first -> first.cachedTokens() == 0);
    }

    /** Mean over the turns that have the figure, ms. */
    double mean(ComparedMetric metric) {
        return turns.stream()
                .mapToDouble(metric::of)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }
}
