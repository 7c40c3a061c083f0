package volley.report.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import volley.cold.Coldness;
import volley.config.BadInputException;
import volley.config.GivenAs;

/**
 * Servers under one plan. Requests are paired by conversation and turn; a request's figure on a server is its mean over
 * that server's repeats.
 *
 * @param cold whether every run is proven cold or salted
 * @param runs those compared, in the order in which they ran
 * @param differences each metric between each two servers, the one named first being {@code from}
 * @param curves of simulated servers; empty for others
 * @param notes what a reader must know before believing a figure
 */
public record Comparison(
        String planSha256,
        boolean cold,
        List<RunFolder> runs,
        List<ServerFigures> servers,
        List<Difference> differences,
        List<RateCurve> curves,
        List<String> notes) {
    /**
     * A run to be compared.
     *
     * @param server the server's name
     * @param folder where its results are
     */
    public record RunFolder(String server, Path folder) {}

    /**
     * Compares runs.
     *
     * @param folders runs in the order in which they ran; servers keep the order of their first run
     * @param notes what a reader must know, put before the comparison's own notes
     * @throws BadInputException if a run cannot be read, if they did not run the same plan, or if there is only one
     *     server
     */
    public static Comparison of(List<RunFolder> folders, List<String> notes) {
        Map<String, List<ComparedRun>> runs = new LinkedHashMap<>();
        for (RunFolder run : folders) {
            List<ComparedRun> repeats = runs.computeIfAbsent(run.server(), name -> new ArrayList<>());
            repeats.add(ComparedRun.read(run.server(), repeats.size(), run.folder()));
        }
        if (runs.size() < 2) {
            throw new BadInputException("a comparison needs two servers, but only " + runs.keySet() + " were run" + " ("
                    + GivenAs.parameter("endpoints") + "); give name=url,name=url");
        }
        ComparedRun first = runs.values().iterator().next().get(0);
        runs.values().forEach(repeats -> repeats.forEach(run -> requireSamePlan(first, run)));
        List<String> names = List.copyOf(runs.keySet());
        List<Difference> differences = new ArrayList<>();
        for (ComparedMetric metric : ComparedMetric.values()) {
            for (int i = 0; i < names.size(); i++) {
                for (int j = i + 1; j < names.size(); j++) {
                    difference(metric, runs.get(names.get(i)), runs.get(names.get(j)))
                            .ifPresent(differences::add);
                }
            }
        }
        List<String> all = new ArrayList<>(notes);
        runs.values().forEach(repeats -> repeats.forEach(run -> all.addAll(doubts(run))));
        boolean cold = runs.values().stream().flatMap(List::stream).allMatch(ComparedRun::isCold);
        return new Comparison(
                first.planSha256(),
                cold,
                List.copyOf(folders),
                names.stream()
                        .map(name -> ServerFigures.of(name, runs.get(name)))
                        .toList(),
                List.copyOf(differences),
                List.of(),
                List.copyOf(all));
    }

    /** The same with curves over the request rate. */
    public Comparison with(List<RateCurve> all) {
        return new Comparison(planSha256, cold, runs, servers, differences, List.copyOf(all), notes);
    }

    /** The sentences of a metric between neighbours, in the order of the servers. */
    public List<String> sentences(ComparedMetric metric) {
        List<String> names = servers.stream().map(ServerFigures::name).toList();
        return differences.stream()
                .filter(each -> each.metric() == metric && names.indexOf(each.to()) == names.indexOf(each.from()) + 1)
                .map(Difference::sentence)
                .toList();
    }

    private static void requireSamePlan(ComparedRun first, ComparedRun other) {
        if (!other.planSha256().equals(first.planSha256())) {
            throw new BadInputException("the runs of " + first.server() + " and " + other.server()
                    + " are of different plans (" + first.planSha256() + " and " + other.planSha256()
                    + "), so their requests are not the same; run both with the same parameters and seed");
        }
    }

    private static List<String> doubts(ComparedRun run) {
        List<String> doubts = new ArrayList<>();
        String name = run.server() + ", run " + (run.repeat() + 1);
        if (run.turns().size() < run.outcomes().planned()) {
            doubts.add(name + ": only " + run.turns().size() + " of "
                    + run.outcomes().planned() + " turns completed; what did not is in no pair");
        }
        if (run.coldness().isPresent()) {
            Coldness coldness = run.coldness().get();
            if (!coldness.isCold()) {
                doubts.add(name + ": the cache is NOT proven cold: " + coldness.reason());
            }
        } else if (run.startedCold().isEmpty()) {
            doubts.add(name + ": whether the cache was empty at its start is not known, for the server tells no"
                    + " cached_tokens");
        } else if (!run.startedCold().get()) {
            doubts.add(name + ": the cache was NOT empty at its start: the first request found a prefix");
        }
        return doubts;
    }

    private static Optional<Difference> difference(
            ComparedMetric metric, List<ComparedRun> from, List<ComparedRun> to) {
        Map<MeasuredTurn.Key, Double> fromMeans = meanByTurn(metric, from);
        Map<MeasuredTurn.Key, Double> toMeans = meanByTurn(metric, to);
        fromMeans.keySet().retainAll(toMeans.keySet());
        if (fromMeans.isEmpty()) {
            return Optional.empty();
        }
        Map<Integer, List<Double>> byConversation = new TreeMap<>();
        double fromSum = 0;
        double toSum = 0;
        for (MeasuredTurn.Key key : fromMeans.keySet()) {
            double a = fromMeans.get(key);
            double b = toMeans.get(key);
            fromSum += a;
            toSum += b;
            byConversation
                    .computeIfAbsent(key.conversation(), each -> new ArrayList<>())
                    .add(b - a);
        }
        int pairs = fromMeans.size();
        List<double[]> groups = byConversation.values().stream()
                .map(values -> values.stream().mapToDouble(Double::doubleValue).toArray())
                .toList();
        Bootstrap.Interval interval = Bootstrap.ofMean(groups, from.get(0).seed());
        int repeats = Math.min(from.size(), to.size());
        int alike = 0;
        for (int r = 0; r < repeats; r++) {
            double d = to.get(r).mean(metric) - from.get(r).mean(metric);
            alike += Math.signum(d) == Math.signum(toSum - fromSum) ? 1 : 0;
        }
        return Optional.of(new Difference(
                metric,
                from.get(0).server(),
                to.get(0).server(),
                pairs,
                fromSum / pairs,
                toSum / pairs,
                interval.low(),
                interval.high(),
                alike,
                repeats));
    }

    private static Map<MeasuredTurn.Key, Double> meanByTurn(ComparedMetric metric, List<ComparedRun> runs) {
        return runs.stream()
                .flatMap(run -> run.turns().stream())
                .filter(turn -> !Double.isNaN(metric.of(turn)))
                .collect(
                        Collectors.groupingBy(MeasuredTurn::key, HashMap::new, Collectors.averagingDouble(metric::of)));
    }

    /** The comparison in a table for the console. */
    public String consoleText() {
        StringBuilder text = new StringBuilder();
        text.append("==================================== Volley: comparison ====================================\n");
        notes.forEach(note -> text.append("! ").append(note).append('\n'));
        text.append(
                cold
                        ? "cold: every run began without the prefixes of others\n"
                        : "NOT cold: some runs may have found prefixes of others in the cache\n");
        text.append(String.format(
                "%-16s %12s %12s %12s %12s %10s%n",
                "server", "TTFT ms", "TPOT ms", "E2E ms", "requests/s", "hit rate"));
        for (ServerFigures server : servers) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %12s %12s %12s %12s %10s%n",
                    server.name(),
                    shown("%.1f", server.mean(ComparedMetric.TTFT)),
                    shown("%.2f", server.mean(ComparedMetric.TPOT)),
                    shown("%.1f", server.mean(ComparedMetric.E2E)),
                    shown(
                            "%.2f",
                            Arrays.stream(server.requestsPerSecond()).average().orElse(Double.NaN)),
                    shown("%.3f", server.hitRate())));
        }
        for (ComparedMetric metric : ComparedMetric.values()) {
            sentences(metric).forEach(sentence -> text.append(sentence).append('\n'));
        }
        return text.toString();
    }

    private static String shown(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
