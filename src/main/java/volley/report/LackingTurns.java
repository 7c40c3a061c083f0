package volley.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import volley.report.folder.RunRequests;
import volley.report.folder.RunRequests.Field;

/**
 * Turns of a plan that no shard has told of: those of shards that are missing, and those for which a shard that was killed
 * left no line. {@code lacking.jsonl} has a line for each, with {@code shard}, {@code conversation} and {@code turn}.
 */
final class LackingTurns {
    static final String FILE_NAME = "lacking.jsonl";

    private static final int MOST_NAMED = 8;

    private record Turn(int conversation, int turn) {}

    private final ShardSet shards;
    private final List<List<Turn>> byShard = new ArrayList<>();

    /** Of runs that are no shards. */
    static final LackingTurns NONE = new LackingTurns(new ShardSet(List.of(), Map.of(), List.of()));

    private LackingTurns(ShardSet shards) {
        this.shards = shards;
    }

    /** @param cut indices of the shards that were killed */
    static LackingTurns of(ShardSet shards, List<Integer> cut) {
        LackingTurns lacking = new LackingTurns(shards);
        int[][] told = new int[shards.turns().length][];
        for (int c = 0; c < told.length; c++) {
            told[c] = new int[shards.turns()[c]];
        }
        for (ShardSet.Part part : shards.parts()) {
            if (cut.contains(part.index())) {
                RunRequests requests = RunRequests.read(part.folder());
                for (int row = 0; row < requests.size(); row++) {
                    told[(int) requests.get(Field.CONVERSATION, row)][(int) requests.get(Field.TURN, row)]++;
                }
            }
        }
        for (int shard = 0; shard < shards.of(); shard++) {
            List<Turn> its = new ArrayList<>();
            if (cut.contains(shard) || shards.missing().contains(shard)) {
                for (int c = 0; c < told.length; c++) {
                    for (int turn = 0; shards.shards()[c] == shard && turn < told[c].length; turn++) {
                        if (told[c][turn] == 0) {
                            its.add(new Turn(c, turn));
                        }
                    }
                }
            }
            lacking.byShard.add(its);
        }
        return lacking;
    }

    /** Those of a shard. */
    int of(int shard) {
        return byShard.get(shard).size();
    }

    boolean isEmpty() {
        return byShard.stream().allMatch(List::isEmpty);
    }

    /** A line for each shard that lacks some. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (int shard = 0; shard < byShard.size(); shard++) {
            List<Turn> its = byShard.get(shard);
            if (!its.isEmpty()) {
                boolean missing = shards.missing().contains(shard);
                warnings.add("INCOMPLETE: shard " + shard + " of " + shards.of()
                        + (missing
                                ? " is missing: all " + its.size()
                                : " was killed: " + its.size() + " of its " + turnsOf(shard))
                        + " turns are in no figure, those of " + named(its) + " (all in " + FILE_NAME + ")");
            }
        }
        return warnings;
    }

    private int turnsOf(int shard) {
        return IntStream.range(0, shards.turns().length)
                .filter(c -> shards.shards()[c] == shard)
                .map(c -> shards.turns()[c])
                .sum();
    }

    private static String named(List<Turn> turns) {
        int[] conversations =
                turns.stream().mapToInt(Turn::conversation).distinct().toArray();
        return (conversations.length == 1 ? "conversation " : conversations.length + " conversations: ")
                + Arrays.stream(conversations)
                        .limit(MOST_NAMED)
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(", "))
                + (conversations.length > MOST_NAMED ? ", …" : "");
    }

    void write(Path folder) throws IOException {
        if (isEmpty()) {
            return;
        }
        try (JsonGenerator json = new JsonFactory()
                .createGenerator(Files.newOutputStream(folder.resolve(FILE_NAME)), JsonEncoding.UTF8)
                .setPrettyPrinter(new MinimalPrettyPrinter("\n"))) {
            for (int shard = 0; shard < byShard.size(); shard++) {
                for (Turn turn : byShard.get(shard)) {
                    json.writeStartObject();
                    json.writeNumberField("shard", shard);
                    json.writeNumberField("conversation", turn.conversation());
                    json.writeNumberField("turn", turn.turn());
                    json.writeEndObject();
                }
            }
            json.writeRaw('\n');
        }
    }
}
