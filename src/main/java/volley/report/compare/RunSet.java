package volley.report.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.report.summary.RecordedSummary;
import volley.report.summary.SummaryJson;

/**
 * Runs of one server under one set of parameters.
 *
 * @param name as it was given
 * @param folders of the runs, at least one
 * @param summaries of them
 */
public record RunSet(String name, List<Path> folders, List<RecordedSummary> summaries) {
    /** What may differ from run to run. */
    private static final Set<String> OWN = Set.of("seed", "salt", "base-url", "output-file");

    /** What folders of repeated runs begin with; those of their warm-up runs do not. */
    private static final String REPEATED = "trial-";

    /** A repeated run's folder, Gatling's in it, a sweep's rates in that. */
    private static final int DEEPEST = 3;

    /**
     * Reads a set.
     *
     * @param argument folders of runs with commas between; a folder of repeated runs stands for all of them
     * @throws BadInputException if one is no run's, or they are not of one kind
     */
    public static RunSet of(String argument) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String part : argument.split(",", -1)) {
            folders.addAll(runs(Path.of(part)));
        }
        requireEachOnce(argument, folders);
        List<RecordedSummary> summaries = new ArrayList<>();
        for (Path folder : folders) {
            summaries.add(RecordedSummary.read(folder));
        }
        Map<String, String> first = parameters(summaries.get(0));
        for (int i = 1; i < summaries.size(); i++) {
            Map<String, String> other = parameters(summaries.get(i));
            if (!other.equals(first)) {
                String name = Stream.concat(first.keySet().stream(), other.keySet().stream())
                        .filter(each -> !String.valueOf(first.get(each)).equals(String.valueOf(other.get(each))))
                        .findFirst()
                        .orElseThrow();
                throw new BadInputException(argument + " has runs of different parameters (" + name + " is "
                        + first.get(name) + " in " + folders.get(0) + " and " + other.get(name) + " in "
                        + folders.get(i)
                        + "); give those of one kind, with commas between");
            }
        }
        requireDifferentRuns(argument, summaries);
        return new RunSet(argument, List.copyOf(folders), List.copyOf(summaries));
    }

    /** A run that counted twice would make an interval narrower without telling anything. */
    private static void requireEachOnce(String argument, List<Path> folders) throws IOException {
        Set<Path> seen = new HashSet<>();
        for (Path folder : folders) {
            if (!seen.add(folder.toRealPath())) {
                throw new BadInputException(
                        argument + " has the run in " + folder + " twice, and a run counts once; give each once");
            }
        }
    }

    /** In virtual time a plan's second run is its first again. */
    private static void requireDifferentRuns(String argument, List<RecordedSummary> summaries) {
        if (Boolean.parseBoolean(summaries.get(0).parameters().get("simulate"))
                && summaries.stream()
                                .map(RecordedSummary::planSha256)
                                .distinct()
                                .count()
                        < summaries.size()) {
            throw new BadInputException(argument + " has several runs of one plan in virtual time, which are one run;"
                    + " give runs with different seeds (" + GivenAs.parameter("seed") + ")");
        }
    }

    private static Map<String, String> parameters(RecordedSummary summary) {
        Map<String, String> parameters = new TreeMap<>(summary.parameters());
        parameters.keySet().removeAll(OWN);
        return parameters;
    }

    private static List<Path> runs(Path folder) throws IOException {
        if (Files.isRegularFile(folder.resolve(SummaryJson.FILE_NAME))) {
            return List.of(folder);
        }
        if (Files.isDirectory(folder)) {
            List<Path> runs = new ArrayList<>();
            try (Stream<Path> inside = Files.list(folder)) {
                for (Path each : inside.filter(
                                one -> one.getFileName().toString().startsWith(REPEATED))
                        .sorted()
                        .toList()) {
                    runs.addAll(repeated(each));
                }
            }
            if (!runs.isEmpty()) {
                return runs;
            }
        }
        throw new BadInputException(
                "no " + SummaryJson.FILE_NAME + " in " + folder
                        + "; give the folder of a run that came to its end, of repeated runs, or several runs with commas between");
    }

    private static List<Path> repeated(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, DEEPEST + 1)) {
            return files.filter(file -> file.endsWith(SummaryJson.FILE_NAME))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
        }
    }

    /** The runs with their requests. */
    List<ComparedRun> read() {
        List<ComparedRun> runs = new ArrayList<>();
        for (Path folder : folders) {
            runs.add(ComparedRun.read(name, runs.size(), folder));
        }
        return runs;
    }

    /** Plans of the runs, in their order. */
    List<String> plans() {
        return summaries.stream().map(RecordedSummary::planSha256).toList();
    }
}
