package volley.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import volley.cold.Coldness;
import volley.report.folder.RunEnd;
import volley.report.folder.RunFacts;
import volley.report.folder.UpstreamParameters;
import volley.report.summary.RecordedSummary;
import volley.servermetrics.ServerFindings;

/** What is known of a plan of which several generators played a shard each: it is one run, as if one had played it. */
final class ShardFacts {
    private static final String MOST_IN_FLIGHT = "max-concurrency";

    private final ShardSet shards;
    private final List<RecordedSummary> summaries;
    private final LackingTurns lacking;

    /** @param summaries of the shards that are counted, in their order */
    ShardFacts(ShardSet shards, List<RecordedSummary> summaries, LackingTurns lacking) {
        this.shards = shards;
        this.summaries = summaries;
        this.lacking = lacking;
    }

    RunFacts of(Path target) {
        List<RunFacts> runs = shards.parts().stream().map(ShardSet.Part::facts).toList();
        RunFacts first = runs.get(0);
        Map<String, String> parameters = new TreeMap<>(MergedFacts.joined(runs, RunFacts::parameters));
        parameters.remove("shard");
        UpstreamParameters upstream = first.upstream();
        return RunFacts.builder()
                .simulation(first.simulation())
                .startedAt(MergedFacts.start(runs))
                .planSha256(first.planSha256())
                .seed(first.seed())
                .plannedTurns(plannedTurns())
                .parameters(parameters)
                .versions(MergedFacts.joined(runs, RunFacts::versions))
                .warnings(warnings())
                .coldness(coldness())
                .end(end(first.parameters()))
                .upstream(UpstreamParameters.builder()
                        .backend(upstream.backend())
                        .datasetName(upstream.datasetName())
                        .numPrompts(shards.turns().length)
                        .requestRate(upstream.requestRate())
                        .maxConcurrency(
                                first.parameters().containsKey(MOST_IN_FLIGHT)
                                        ? OptionalInt.of(Integer.parseInt(
                                                first.parameters().get(MOST_IN_FLIGHT)))
                                        : OptionalInt.empty())
                        .fixedOutputTokens(upstream.fixedOutputTokens())
                        .randomInputTokens(upstream.randomInputTokens())
                        .randomOutputTokens(upstream.randomOutputTokens())
                        .randomRangeRatio(upstream.randomRangeRatio())
                        .build())
                .outputFile(Optional.of(target.resolve(MergedFacts.LINE_FILE)))
                .build();
    }

    /** Those of the whole, without those for which a time limit left no time. */
    private long plannedTurns() {
        long told =
                summaries.stream().mapToLong(run -> run.outcomes().planned()).sum();
        return told + shards.missing().stream().mapToLong(lacking::of).sum();
    }

    private Optional<RunEnd> end(Map<String, String> parameters) {
        if (!parameters.containsKey("duration-seconds")) {
            return Optional.empty();
        }
        long notSent = IntStream.of(shards.turns()).asLongStream().sum() - plannedTurns();
        return Optional.of(new RunEnd(notSent > 0 ? RunEnd.Cause.TIME : RunEnd.Cause.PLAN, notSent, Optional.empty()));
    }

    /** As the shard found it that emptied the cache for all. */
    private Optional<Coldness> coldness() {
        if (!shards.repeated().isEmpty()) {
            return Optional.of(Coldness.notProven("shard "
                    + shards.repeated().keySet().stream().map(String::valueOf).collect(Collectors.joining(", "))
                    + " was run more than once, and may have found in the cache what it had left there before"));
        }
        return shards.parts().get(0).index() == 0
                ? summaries.get(0).coldness()
                : Optional.of(Coldness.notProven("shard 0, which empties the cache for all, is missing"));
    }

    private List<String> warnings() {
        List<String> warnings = new ArrayList<>(lacking.warnings());
        warnings.add("merged from " + shards.parts().size() + " of " + shards.of()
                + " shards of one plan: their times were" + " laid side by side by the wall clocks of their machines");
        warnings.addAll(StartSkew.of(shards.parts()).texts());
        coldness().filter(how -> !how.isCold()).ifPresent(how -> warnings.add(how.warning()));
        shards.repeated()
                .forEach((index, folders) -> warnings.add("shard " + index + " was run "
                        + (folders.size() + 1) + " times, and is counted once (" + counted(index)
                        + "): what the server was asked by "
                        + folders.stream().map(Path::toString).collect(Collectors.joining(", ")) + " is in no figure"));
        Map<String, Set<Integer>> shardsByWarning = new TreeMap<>();
        for (int i = 0; i < summaries.size(); i++) {
            Set<String> ofPart = ofPartOnly(i);
            for (String warning : summaries.get(i).warnings()) {
                // the server counts what all of them asked, which the whole is laid beside
                if (!ofPart.contains(warning) && !warning.startsWith(ServerFindings.DIFFER)) {
                    shardsByWarning
                            .computeIfAbsent(warning, text -> new TreeSet<>())
                            .add(shards.parts().get(i).index());
                }
            }
        }
        shardsByWarning.forEach((text, of) -> warnings.add(
                of.size() == summaries.size()
                        ? text
                        : "shard " + of.stream().map(String::valueOf).collect(Collectors.joining(", ")) + ": " + text));
        return warnings;
    }

    private Path counted(int index) {
        return shards.parts().stream()
                .filter(part -> part.index() == index)
                .findFirst()
                .orElseThrow()
                .folder();
    }

    /** What a shard's results say of its being a part. */
    private Set<String> ofPartOnly(int place) {
        Set<String> only = new HashSet<>(shards.parts().get(place).file().notes());
        // that of the whole is said of the whole
        summaries.get(place).coldness().ifPresent(cold -> only.add(cold.warning()));
        return only;
    }
}
