package volley.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import volley.client.ClockOffset;
import volley.config.BadInputException;
import volley.config.Shard;
import volley.metrics.TurnRecord;
import volley.report.folder.RunRequests;
import volley.report.folder.ShardFile;
import volley.report.folder.StartMark;
import volley.report.page.OrderContract;

/** Shards of one plan become the run that one generator would have made of it. */
class ShardMergeTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PLAN = "aa";
    private static final Duration LIMIT = Duration.ofMillis(100);

    /** Turns of a conversation in the plan: those skipped have a number of their own. */
    private static final int TURNS = 91;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void theShardsOfARunAreTheRun(int of) throws IOException {
        for (int seed = 0; seed < 8; seed++) {
            Path here = folder.resolve("seed-" + seed);
            List<TurnRecord> turns = MergeTest.turns(new Random(seed), 0);
            Path whole = MergeTest.write(here.resolve("whole"), turns, MergeTest.START, PLAN);
            List<Path> folders = new ArrayList<>();
            for (int index = 0; index < of; index++) {
                folders.add(shard(here, index, of, seed, 0, index * 7L % 50));
            }

            Merge.Whole merged = Merge.shards(ShardSet.of(folders).orElseThrow(), here.resolve("merged"));

            assertThat(merged.complete()).isTrue();
            assertThat(merged.facts().planSha256()).isEqualTo(PLAN);
            ObjectNode expected = MergeTest.summary(whole);
            ObjectNode found = MergeTest.summary(here.resolve("merged"));
            assertThat(found.path("warnings").toString()).contains("merged from " + of + " of " + of + " shards");
            MergeTest.closeGaps(expected, found);
            for (ObjectNode each : List.of(expected, found)) {
                each.remove(List.of("warnings"));
                ((ObjectNode) each.path("turns")).remove("first_errors");
            }
            assertThat(found).as("seed %d", seed).isEqualTo(expected);
            MergeTest.sameGaps(whole, here.resolve("merged"));
            assertThat(lines(here.resolve("merged"), of)).containsExactlyInAnyOrderElementsOf(lines(whole, of));
            assertThat(answers(here.resolve("merged"))).containsExactlyInAnyOrderElementsOf(answers(whole));
            OrderContract order = OrderContract.of(RunRequests.read(here.resolve("merged")));
            assertThat(order.places())
                    .isEqualTo(OrderContract.of(RunRequests.read(whole)).places())
                    .isNotEmpty();
        }
    }

    @Test
    void aShardThatIsMissingMakesTheRunIncompleteAndItsTurnsAreNamed() throws IOException {
        List<Path> folders = List.of(shard(folder, 0, 3, 1, 0, 0), shard(folder, 2, 3, 1, 0, 0));
        ShardSet shards = ShardSet.of(folders).orElseThrow();
        assertThat(shards.missing()).containsExactly(1);

        Merge.Whole merged = Merge.shards(shards, folder.resolve("merged"));

        assertThat(merged.complete()).isFalse();
        ObjectNode summary = MergeTest.summary(folder.resolve("merged"));
        assertThat(summary.at("/turns/complete").asBoolean()).isFalse();
        assertThat(summary.at("/warnings/0").asText())
                .startsWith("INCOMPLETE: shard 1 of 3 is missing: all 910 turns are in no figure, those of"
                        + " 10 conversations: 1, 4, 7, ");
        assertThat(summary.path("warnings").toString()).doesNotContain("bug of Volley");
        List<String> lacking = Files.readAllLines(folder.resolve("merged").resolve("lacking.jsonl"));
        assertThat(lacking).hasSize(10 * TURNS).contains("{\"shard\":1,\"conversation\":4,\"turn\":2}");
    }

    /** Each shard tells what it had no time for; of the whole it is the sum. */
    @Test
    void turnsForWhichThereWasNoTimeAreNotLacking() throws IOException {
        List<Path> folders = List.of(shard(folder, 0, 2, 1, 0, 0), shard(folder, 1, 2, 1, 0, 0));
        for (Path shard : folders) {
            Path begun = shard.resolve("run.json");
            ObjectNode facts = (ObjectNode) JSON.readTree(Files.readString(begun));
            ((ObjectNode) facts.path("parameters")).put("duration-seconds", "3");
            Files.writeString(begun, facts.toString());
        }
        Merge.Whole merged = Merge.shards(ShardSet.of(folders).orElseThrow(), folder.resolve("merged"));
        assertThat(merged.complete()).isTrue();
        JsonNode summary = MergeTest.summary(folder.resolve("merged"));
        int played = MergeTest.turns(new Random(1), 0).size();
        assertThat(summary.at("/turns/planned").asInt()).isEqualTo(played);
        assertThat(summary.at("/ended/by").asText()).isEqualTo("time");
        assertThat(summary.at("/ended/turns_not_sent").asInt()).isEqualTo(MergeTest.CONVERSATIONS * TURNS - played);
        assertThat(folder.resolve("merged").resolve("lacking.jsonl")).doesNotExist();
    }

    /** The shard that emptied the cache for all. */
    @Test
    void withoutTheFirstShardTheRunIsNotProvenCold() throws IOException {
        Merge.shards(ShardSet.of(List.of(shard(folder, 1, 2, 1, 0, 0))).orElseThrow(), folder.resolve("merged"));
        assertThat(MergeTest.summary(folder.resolve("merged"))
                        .at("/cold/verdict")
                        .asText())
                .isEqualTo("not proven");
    }

    @Test
    void aShardThatWasRunTwiceIsCountedOnce() throws IOException {
        Path first = shard(folder, 0, 2, 3, 0, 0);
        Path retried = shard(folder, 1, 2, 3, 0, 0);
        Path cut = shard(folder.resolve("cut"), 1, 2, 3, 5, 0);
        Path again = shard(folder.resolve("again"), 1, 2, 3, 0, 400);
        ShardSet shards =
                ShardSet.of(List.of(first, cut, again, retried, first)).orElseThrow();
        assertThat(shards.parts())
                .extracting(ShardSet.Part::folder)
                .containsExactly(first.toRealPath(), retried.toRealPath());
        assertThat(shards.missing()).isEmpty();

        assertThat(Merge.shards(shards, folder.resolve("merged")).complete()).isTrue();

        ObjectNode summary = MergeTest.summary(folder.resolve("merged"));
        assertThat(summary.at("/turns/planned").asInt())
                .isEqualTo(MergeTest.turns(new Random(3), 0).size());
        assertThat(summary.path("warnings").toString())
                .contains("shard 1 was run 3 times, and is counted once")
                .contains(cut.toRealPath().toString())
                .contains(again.toRealPath().toString());
    }

    @Test
    void startsAndClocksThatDifferByMoreThanTheLimitAreAWarning() throws IOException {
        assertThat(startTexts("near", 20, new ClockOffset(-1_000_000, 2_000_000, 500_000, 9)))
                .anyMatch(text -> text.startsWith("the shards began within 20.000 ms of each other"))
                .anyMatch(text -> text.contains("no clocks of shards differ for certain, and none by more than 3.0 ms"))
                .noneMatch(text -> text.contains("SKEW"));
        assertThat(startTexts("far", 250, new ClockOffset(200_000_000, 201_000_000, 500_000, 9)))
                .anyMatch(text -> text.startsWith("START SKEW: the shards began within 250.000 ms"))
                .anyMatch(text -> text.startsWith("CLOCK SKEW: ")
                        && text.contains("the clock of shard 1 is 198.0 ms or more behind that of shard 0"));
    }

    private List<String> startTexts(String name, long laterMs, ClockOffset clock) throws IOException {
        Path here = folder.resolve(name);
        Path first = shard(here, 0, 2, 1, 0, 0);
        Path second = shard(here, 1, 2, 1, 0, laterMs);
        mark(first, new Shard(0, 2), new ClockOffset(-1_000_000, 2_000_000, 500_000, 9));
        mark(second, new Shard(1, 2), clock);
        Merge.shards(ShardSet.of(List.of(first, second)).orElseThrow(), here.resolve("merged"));
        List<String> texts = new ArrayList<>();
        MergeTest.summary(here.resolve("merged")).path("warnings").forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    void shardsOfOtherPlansAndRunsThatAreNoneAreRefused() throws IOException {
        Path shard = shard(folder, 0, 2, 1, 0, 0);
        Path otherSplit = shard(folder, 1, 3, 1, 0, 0);
        Path otherPlan =
                MergeTest.write(folder.resolve("other"), MergeTest.turns(new Random(1), 0), MergeTest.START, "bb");
        assertRefused("is a shard of a plan, and", shard, otherPlan);
        mark(otherPlan, new Shard(1, 2), new ClockOffset(0, 1, 1, 1));
        assertRefused("are shards of different plans (aa, bb)", shard, otherPlan);
        assertRefused("are parts of different splits (0/2, 1/3)", shard, otherSplit);
    }

    private static void assertRefused(String why, Path... folders) {
        assertThatThrownBy(() -> ShardSet.of(List.of(folders)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }

    /**
     * A shard's folder.
     *
     * @param lost turns at the end of which it left nothing
     * @param laterMs after the start of the first shard
     */
    private static Path shard(Path here, int index, int of, long seed, int lost, long laterMs) throws IOException {
        List<TurnRecord> turns = new ArrayList<>();
        // the same moments are earlier on the clock of one that began later
        for (TurnRecord turn : MergeTest.turns(new Random(seed), -laterMs)) {
            if (turn.conversation() % of == index) {
                turns.add(turn);
            }
        }
        int[] orders = turns.stream()
                .filter(turn -> turn.exchange() != null)
                .mapToInt(TurnRecord::order)
                .sorted()
                .toArray();
        List<TurnRecord> own = turns.stream()
                .map(turn -> turn.exchange() == null
                        ? turn
                        : MergeTest.withOrder(turn, Arrays.binarySearch(orders, turn.order())))
                .limit(turns.size() - lost)
                .toList();
        Path run = MergeTest.write(
                here.resolve("shard-" + index + "-of-" + of),
                own,
                MergeTest.START.plusNanos(laterMs * 1_000_000),
                PLAN);
        mark(run, new Shard(index, of), new ClockOffset(0, 1_000_000, 1_000, 9));
        return run;
    }

    private static void mark(Path run, Shard shard, ClockOffset clock) throws IOException {
        int[] turns = new int[MergeTest.CONVERSATIONS];
        Arrays.fill(turns, TURNS);
        StartMark start = new StartMark(Instant.parse("2026-03-07T11:00:00Z"), 0, LIMIT, Optional.of(clock));
        new ShardFile(
                        shard,
                        turns,
                        IntStream.range(0, turns.length)
                                .map(c -> c % shard.of())
                                .toArray(),
                        Optional.of(start),
                        List.of())
                .write(run);
    }

    /** Each line with the shard that it should be of. */
    private static List<JsonNode> lines(Path run, int of) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String text : Files.readAllLines(run.resolve("requests.jsonl"))) {
            ObjectNode line = (ObjectNode) JSON.readTree(text);
            lines.add(line.put("shard", line.path("conversation").asInt() % of));
        }
        return lines;
    }

    private static List<String> answers(Path run) throws IOException {
        return Files.readAllLines(run.resolve("answers.jsonl"));
    }
}
