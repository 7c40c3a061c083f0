package volley.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import volley.cold.Coldness;
import volley.config.BadInputException;
import volley.report.folder.RunFacts;
import volley.report.folder.UpstreamParameters;
import volley.report.summary.RecordedSummary;

/** What is known of several runs that are merged into one, and whether they make one. */
final class MergedFacts {
    /** The result line of a merged run, in its folder: it is no run of its own for the scripts that read such lines. */
    static final String LINE_FILE = "result-line.jsonl";

    private MergedFacts() {}

    /**
     * Refuses runs that are the same, or whose figures do not mean the same.
     *
     * @throws BadInputException naming the two runs
     */
    static void requireOneWhole(List<Path> folders, List<RunFacts> facts, List<RecordedSummary> summaries)
            throws IOException {
        if (folders.size() < 2) {
            throw new BadInputException("one run is nothing to merge (command line); give the folders of two or more");
        }
        Set<Path> seen = new HashSet<>();
        for (int i = 0; i < folders.size(); i++) {
            if (!seen.add(folders.get(i).toRealPath())) {
                throw new BadInputException(folders.get(i) + " is given twice (command line); give each run once");
            }
            for (int j = 0; j < i; j++) {
                String both = folders.get(j) + " and " + folders.get(i);
                if (identity(facts.get(i)).equals(identity(facts.get(j)))) {
                    throw new BadInputException(both + " are the same run; give each run once");
                }
                requireSameKind(both, facts.get(j), facts.get(i), summaries.get(j), summaries.get(i));
            }
        }
    }

    /**
     * Refuses two runs whose figures do not mean the same.
     *
     * @param both names them
     */
    static void requireSameKind(
            String both, RunFacts one, RunFacts other, RecordedSummary ofOne, RecordedSummary ofOther) {
        requireSame(both, "simulations", one.simulation(), other.simulation());
        for (String name : List.of("backend", "model", "goodput", "ramp-up-seconds")) {
            requireSame(
                    both,
                    "values of " + name,
                    one.parameters().get(name),
                    other.parameters().get(name));
        }
        requireSame(both, "metric definitions", ofOne.definitions(), ofOther.definitions());
    }

    private static List<Object> identity(RunFacts facts) {
        return List.of(facts.simulation(), facts.startedAt(), facts.planSha256());
    }

    private static void requireSame(String both, String what, Object one, Object other) {
        if (one == null ? other != null : !one.equals(other)) {
            boolean brief = what.length()
                            + String.valueOf(one).length()
                            + String.valueOf(other).length()
                    < 200;
            throw new BadInputException(both + " have different " + what
                    + (brief ? " (" + one + ", " + other + ")" : "")
                    + "; merge runs of one kind, made by one version of Volley");
        }
    }

    /** When the first of them began. */
    static OffsetDateTime start(List<RunFacts> runs) {
        return runs.stream()
                .map(RunFacts::startedAt)
                .min(Comparator.comparing(OffsetDateTime::toInstant))
                .orElseThrow();
    }

    /** The facts of the whole: parameters and versions that differ are listed, one after the other. */
    static RunFacts of(List<RunFacts> runs, List<RecordedSummary> summaries, Path target) {
        RunFacts first = runs.get(0);
        UpstreamParameters upstream = first.upstream();
        return RunFacts.builder()
                .simulation(first.simulation())
                .startedAt(start(runs))
                .planSha256(planHash(runs))
                .seed(first.seed())
                .plannedTurns(summaries.stream()
                        .mapToLong(run -> run.outcomes().planned())
                        .sum())
                .parameters(joined(runs, RunFacts::parameters))
                .versions(joined(runs, RunFacts::versions))
                .warnings(warnings(runs, summaries))
                .coldness(coldness(runs))
                .upstream(UpstreamParameters.builder()
                        .backend(upstream.backend())
                        .datasetName(upstream.datasetName())
                        .numPrompts(runs.stream()
                                .mapToInt(run -> run.upstream().numPrompts())
                                .sum())
                        .requestRate(runs.stream()
                                .mapToDouble(run -> run.upstream().requestRate())
                                .sum())
                        .maxConcurrency(maxConcurrency(runs))
                        .fixedOutputTokens(upstream.fixedOutputTokens())
                        .randomInputTokens(upstream.randomInputTokens())
                        .randomOutputTokens(upstream.randomOutputTokens())
                        .randomRangeRatio(upstream.randomRangeRatio())
                        .build())
                .outputFile(Optional.of(target.resolve(LINE_FILE)))
                .build();
    }

    /** The least certain of theirs; nothing if it is not known of one. */
    private static Optional<Coldness> coldness(List<RunFacts> runs) {
        return runs.stream().allMatch(run -> run.coldness().isPresent())
                ? runs.stream().flatMap(run -> run.coldness().stream()).reduce(Coldness::and)
                : Optional.empty();
    }

    /** Of all together; none if one of them has none. */
    private static OptionalInt maxConcurrency(List<RunFacts> runs) {
        boolean all =
                runs.stream().allMatch(run -> run.upstream().maxConcurrency().isPresent());
        return all
                ? OptionalInt.of(runs.stream()
                        .mapToInt(run -> run.upstream().maxConcurrency().getAsInt())
                        .sum())
                : OptionalInt.empty();
    }

    static Map<String, String> joined(List<RunFacts> runs, Function<RunFacts, Map<String, String>> part) {
        Set<String> names = new TreeSet<>();
        runs.forEach(run -> names.addAll(part.apply(run).keySet()));
        Map<String, String> joined = new TreeMap<>();
        for (String name : names) {
            joined.put(
                    name,
                    runs.stream()
                            .map(run -> part.apply(run).getOrDefault(name, "not set"))
                            .distinct()
                            .collect(Collectors.joining(" | ")));
        }
        return joined;
    }

    /** SHA-256 over the plans' hashes in hex, each with a line feed. */
    private static String planHash(List<RunFacts> runs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (RunFacts run : runs) {
                digest.update((run.planSha256() + "\n").getBytes(StandardCharsets.US_ASCII));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Those of all runs, once where they are the same, and what merging brings with it. */
    private static List<String> warnings(List<RunFacts> runs, List<RecordedSummary> summaries) {
        List<String> warnings = new ArrayList<>();
        warnings.add("merged from " + runs.size()
                + " runs: their times were laid side by side by the wall clocks of their machines");
        if (runs.stream().map(RunFacts::planSha256).distinct().count() < runs.size()) {
            warnings.add("some of the merged runs had the same plan: they sent the same texts, and a prefix cache that"
                    + " saw one knows the other; give each generator a seed of its own");
        }
        Map<String, List<Integer>> runsByWarning = new TreeMap<>();
        for (int i = 0; i < summaries.size(); i++) {
            for (String warning : summaries.get(i).warnings()) {
                runsByWarning
                        .computeIfAbsent(warning, text -> new ArrayList<>())
                        .add(i + 1);
            }
        }
        runsByWarning.forEach((text, of) -> warnings.add(
                of.size() == runs.size()
                        ? text
                        : "run " + of.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ": " + text));
        return warnings;
    }
}
