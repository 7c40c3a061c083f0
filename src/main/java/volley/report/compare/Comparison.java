package volley.report.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import volley.client.Outcome;
import volley.cold.Coldness;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.report.json.SafeText;

/**
 * Servers under one plan, or under the same plans. Requests are paired by conversation and turn within a repeat; what differs
 * is then judged between the repeats.
 *
 * @param planSha256s the plan, or that of each repeat
 * @param cold whether every run is proven cold or salted
 * @param rule by which differences are judged
 * @param runs those compared, in the order in which they ran
 * @param differences each metric between each two servers, the one named first being {@code from}
 * @param rates of simulated servers; none for others
 * @param notes what a reader must know before believing a figure
 */
public record Comparison(
        List<String> planSha256s,
        boolean cold,
        Rule rule,
        List<ServerRun> runs,
        List<ServerFigures> servers,
        List<Difference> differences,
        RateStudy rates,
        List<String> notes) {
    /** Of an error that a server told, in a note. */
    private static final int LONGEST_REASON = 120;

    /**
     * How differences are judged.
     *
     * @param unit what was repeated
     * @param smallest difference that matters
     */
    public record Rule(RunUnit unit, SmallestEffect smallest) {
        /** For runs that were repeated, with the defaults. */
        public static final Rule DEFAULT = new Rule(RunUnit.REPEAT, SmallestEffect.DEFAULT);
    }

    /**
     * Compares runs.
     *
     * @param folders runs in the order in which they ran; servers keep the order of their first run
     * @param rule by which differences are judged
     * @param notes what a reader must know, put before the comparison's own notes
     * @throws BadInputException if a run cannot be read, if they did not run the same plan, or if there is only one
     *     server
     */
    public static Comparison of(List<ServerRun> folders, Rule rule, List<String> notes) {
        Map<String, List<ComparedRun>> runs = new LinkedHashMap<>();
        for (ServerRun run : folders) {
            List<ComparedRun> repeats = runs.computeIfAbsent(run.server(), name -> new ArrayList<>());
            repeats.add(ComparedRun.read(run.server(), repeats.size(), run.folder()));
        }
        if (runs.size() < 2) {
            throw new BadInputException("a comparison needs two servers, but only " + runs.keySet() + " were run" + " ("
                    + GivenAs.parameter("endpoints") + "); give name=url,name=url");
        }
        List<ComparedRun> first = runs.values().iterator().next();
        runs.values().forEach(repeats -> requireSamePlans(first, repeats));
        List<String> names = List.copyOf(runs.keySet());
        List<Difference> differences = new ArrayList<>();
        for (ComparedFigure figure : ComparedFigure.values()) {
            for (int i = 0; i < names.size(); i++) {
                for (int j = i + 1; j < names.size(); j++) {
                    Difference.of(figure, runs.get(names.get(i)), runs.get(names.get(j)), rule.unit(), rule.smallest())
                            .ifPresent(differences::add);
                }
            }
        }
        List<String> all = new ArrayList<>(notes);
        runs.values().forEach(repeats -> repeats.forEach(run -> all.addAll(doubts(run))));
        boolean cold = runs.values().stream().flatMap(List::stream).allMatch(ComparedRun::isCold);
        return new Comparison(
                first.stream().map(ComparedRun::planSha256).distinct().toList(),
                cold,
                rule,
                List.copyOf(folders),
                names.stream()
                        .map(name -> ServerFigures.of(name, runs.get(name)))
                        .toList(),
                List.copyOf(differences),
                RateStudy.NONE,
                List.copyOf(all));
    }

    /** The same with a study over the request rate. */
    public Comparison with(RateStudy study) {
        return new Comparison(planSha256s, cold, rule, runs, servers, differences, study, notes);
    }

    /** The sentences of a figure between neighbours, in the order of the servers. */
    public List<String> sentences(ComparedFigure figure) {
        List<String> names = servers.stream().map(ServerFigures::name).toList();
        return differences.stream()
                .filter(each -> each.figure() == figure && names.indexOf(each.to()) == names.indexOf(each.from()) + 1)
                .map(Difference::sentence)
                .toList();
    }

    /** A server's repeats may have a plan each, but then every server has the same ones. */
    private static void requireSamePlans(List<ComparedRun> first, List<ComparedRun> others) {
        for (int repeat = 0; repeat < Math.min(first.size(), others.size()); repeat++) {
            requireSamePlan(first.get(repeat), others.get(repeat));
        }
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
                    + run.outcomes().planned() + " turns completed" + reasons(run) + "; what did not is in no pair");
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

    /** What ended the others, the most frequent first, with what the first of them said. */
    private static String reasons(ComparedRun run) {
        String reasons = run.outcomes().byOutcome().entrySet().stream()
                .filter(each -> each.getKey() != Outcome.OK && each.getValue() > 0)
                .sorted(Comparator.comparing((Map.Entry<Outcome, Long> each) -> -each.getValue()))
                .map(each -> each.getValue() + " " + each.getKey().id()
                        + Optional.ofNullable(
                                        run.firstErrors().get(each.getKey().id()))
                                .map(error -> ": " + SafeText.oneLine(error, LONGEST_REASON))
                                .orElse(""))
                .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? "" : " (" + reasons + ")";
    }

    /** The comparison in a table for the console. */
    public String consoleText() {
        StringBuilder text = new StringBuilder();
        text.append("==================================== Volley: comparison ====================================\n");
        answer().ifPresent(answer -> text.append(answer).append('\n'));
        notes.forEach(note -> text.append("! ").append(note).append('\n'));
        text.append(
                cold
                        ? "cold: every run began without the prefixes of others\n"
                        : "NOT cold: some runs may have found prefixes of others in the cache\n");
        text.append(String.format(
                "%-16s %12s %12s %12s %12s %12s %10s%n",
                "server", "TTFT ms", "TTFT p99 ms", "TPOT ms", "E2E ms", "requests/s", "hit rate"));
        for (ServerFigures server : servers) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-16s %12s %12s %12s %12s %12s %10s%n",
                    server.name(),
                    shown("%.1f", server.mean(ComparedMetric.TTFT)),
                    shown("%.1f", server.p99Ms(ComparedMetric.TTFT)),
                    shown("%.2f", server.mean(ComparedMetric.TPOT)),
                    shown("%.1f", server.mean(ComparedMetric.E2E)),
                    shown(
                            "%.2f",
                            Arrays.stream(server.requestsPerSecond()).average().orElse(Double.NaN)),
                    shown("%.3f", server.hitRate())));
        }
        for (ComparedFigure figure : ComparedFigure.values()) {
            sentences(figure).forEach(sentence -> text.append(sentence).append('\n'));
        }
        return text.toString();
    }

    /** The sentence that says what comes of it; empty if no request can be compared. */
    public Optional<String> answer() {
        Optional<String> atOneRate = Answer.of(servers, differences)
                .map(text ->
                        text + Answer.behind(servers).map(each -> " " + each).orElse(""));
        return rates.sentence()
                .map(study -> study + atOneRate.map(each -> " " + each).orElse(""))
                .or(() -> atOneRate);
    }

    private static String shown(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
