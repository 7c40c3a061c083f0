package volley.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import volley.client.Outcome;
import volley.config.BadInputException;
import volley.report.folder.RunFacts;
import volley.report.folder.RunFile;
import volley.report.folder.RunRequests;
import volley.report.folder.ShardFile;

/**
 * The folders of a plan's shards: of each shard one, whatever it left, and which are missing.
 *
 * @param parts in the order of their indices
 * @param repeated runs of shards that are not counted, by index
 * @param missing indices of shards of which there is no folder
 */
public record ShardSet(List<Part> parts, Map<Integer, List<Path>> repeated, List<Integer> missing) {
    /** A shard's folder. */
    public record Part(Path folder, ShardFile file, RunFacts facts) {
        public int index() {
            return file.shard().index();
        }
    }

    /**
     * Looks whether folders are those of shards. Of a shard that was run more than once, such as in a pod that was retried,
     * the run that played most turns is counted, of several the first.
     *
     * @return empty if none is a shard's
     * @throws BadInputException if only some are, or they are of different plans
     */
    public static Optional<ShardSet> of(List<Path> folders) throws IOException {
        Set<Path> different = new LinkedHashSet<>();
        for (Path folder : folders) {
            different.add(folder.toRealPath());
        }
        List<Path> shards = different.stream().filter(ShardFile::isIn).toList();
        if (shards.isEmpty()) {
            return Optional.empty();
        }
        List<Part> all = new ArrayList<>();
        for (Path folder : different) {
            if (!ShardFile.isIn(folder)) {
                throw new BadInputException(shards.get(0) + " is a shard of a plan, and " + folder
                        + " is none; merge shards of one plan, or runs that are whole");
            }
            all.add(new Part(folder, ShardFile.read(folder), RunFile.read(folder, List.of())));
        }
        Map<Integer, List<Part>> byIndex = new TreeMap<>();
        for (Part part : all) {
            requireSamePlan(all.get(0), part);
            byIndex.computeIfAbsent(part.index(), index -> new ArrayList<>()).add(part);
        }
        List<Part> counted = new ArrayList<>();
        Map<Integer, List<Path>> repeated = new TreeMap<>();
        byIndex.forEach((index, runs) -> {
            Part best = best(runs);
            counted.add(best);
            if (runs.size() > 1) {
                repeated.put(
                        index,
                        runs.stream()
                                .map(Part::folder)
                                .filter(run -> !run.equals(best.folder()))
                                .toList());
            }
        });
        List<Integer> missing = IntStream.range(0, all.get(0).file().shard().of())
                .filter(index -> !byIndex.containsKey(index))
                .boxed()
                .toList();
        return Optional.of(new ShardSet(counted, repeated, missing));
    }

    private static void requireSamePlan(Part one, Part other) {
        if (!one.facts().planSha256().equals(other.facts().planSha256())) {
            throw new BadInputException(one.folder() + " and " + other.folder() + " are shards of different plans ("
                    + one.facts().planSha256() + ", " + other.facts().planSha256() + "); merge those of one");
        }
        if (one.file().shard().of() != other.file().shard().of()) {
            throw new BadInputException(one.folder() + " and " + other.folder() + " are parts of different splits ("
                    + one.file().shard() + ", " + other.file().shard() + "); merge those of one");
        }
    }

    private static Part best(List<Part> runs) {
        if (runs.size() == 1) {
            return runs.get(0);
        }
        Part best = null;
        int most = -1;
        for (Part run : runs.stream()
                .sorted((a, b) -> a.facts()
                        .startedAt()
                        .toInstant()
                        .compareTo(b.facts().startedAt().toInstant()))
                .toList()) {
            int turns = played(run.folder());
            if (turns > most) {
                best = run;
                most = turns;
            }
        }
        return best;
    }

    /** A pod that is evicted records what it did not play as cancelled. */
    private static int played(Path folder) {
        RunRequests requests = RunRequests.read(folder);
        return (int) IntStream.range(0, requests.size())
                .filter(row -> !requests.outcome(row).equals(Outcome.CANCELLED.id()))
                .count();
    }

    /** How many shards the plan has. */
    public int of() {
        return parts.get(0).file().shard().of();
    }

    /** Turns of the whole plan, by conversation. */
    int[] turns() {
        return parts.get(0).file().turns();
    }

    /** By conversation, which shard plays it. */
    int[] shards() {
        return parts.get(0).file().shards();
    }
}
