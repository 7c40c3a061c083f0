package volley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.ArrivalKind;
import volley.config.BadInputException;
import volley.config.LoadSettings;
import volley.config.LoraMix;
import volley.config.OrderPolicy;
import volley.config.Shard;
import volley.config.ThinkSpread;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.turns.Precedence;

class ShardSplitTest {
    private static final int PLANS = 60;

    /** Every conversation, every turn and every time of the plan is in exactly one part, whatever the plan. */
    @Test
    void thePartsTogetherAreThePlan() {
        Random random = new Random(1);
        for (int number = 0; number < PLANS; number++) {
            Plan whole = plan(random);
            int of = 1 + random.nextInt(Math.min(9, whole.conversations().size()));
            List<Plan> parts = parts(whole, of);

            assertThat(parts).extracting(Plan::hash).containsOnly(whole.hash());
            long[] times = parts.stream()
                    .flatMapToLong(part -> Arrays.stream(part.arrivalsNs()))
                    .sorted()
                    .toArray();
            assertThat(times).isEqualTo(whole.arrivalsNs());
            for (int c = 0; c < whole.conversations().size(); c++) {
                Conversation played = whole.conversations().get(c);
                List<Conversation> having = new ArrayList<>();
                for (Plan part : parts) {
                    Conversation its = part.conversations().get(c);
                    assertThat(its.id()).isEqualTo(played.id());
                    if (!its.turns().isEmpty()) {
                        having.add(its);
                    }
                }
                assertThat(having).as("conversation %d is whole in one part", c).containsExactly(played);
            }
            for (Plan part : parts) {
                assertThat(part.turns())
                        .isPositive()
                        .isEqualTo(part.conversations().stream()
                                .mapToInt(each -> each.turns().size())
                                .sum());
                assertThat(part.arrivalsNs()).isSorted();
                assertThat(part.part().wholeTurns()).isEqualTo(whole.turns());
            }
        }
    }

    /** An oracle of its own: round after round, in each round the conversations that still have a turn. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7})
    void aTurnHasTheTimeThatItHasInTheRoundRobinOfTheWhole(int of) {
        Random random = new Random(of);
        Plan whole = Plan.of("multiturn", conversations(random, 20), load(8).build(), 3);
        List<Integer> roundRobin = new ArrayList<>();
        for (int turn = 0; roundRobin.size() < whole.turns(); turn++) {
            for (int c = 0; c < whole.conversations().size(); c++) {
                if (turn < whole.conversations().get(c).turns().size()) {
                    roundRobin.add(c);
                }
            }
        }
        for (Plan part : parts(whole, of)) {
            int shard = part.part().shard().index();
            assertThat(part.arrivalsNs())
                    .isEqualTo(IntStream.range(0, whole.turns())
                            .filter(slot -> roundRobin.get(slot) % of == shard)
                            .mapToLong(slot -> whole.arrivalsNs()[slot])
                            .toArray());
        }
    }

    /** Constant gaps: no part waits while the others have all the load, nor has two turns at a time. */
    @Test
    void theLoadIsSpreadEvenly() {
        List<Conversation> conversations =
                IntStream.range(0, 40).mapToObj(i -> conversation(i, 5)).toList();
        Plan whole = Plan.of(
                "multiturn",
                conversations,
                load(10).arrivals(ArrivalKind.CONSTANT).build(),
                1);
        for (Plan part : parts(whole, 4)) {
            assertThat(part.turns()).isEqualTo(50);
            long[] timesNs = part.arrivalsNs();
            for (int i = 1; i < timesNs.length; i++) {
                assertThat(timesNs[i] - timesNs[i - 1]).isEqualTo(400_000_000);
            }
        }
    }

    @Test
    void conversationsThatWaitForEachOtherStayTogether() {
        // 0 <- 2 <- 5, 1 <- 3, 1 <- 4, and 6 by itself
        int[][] parents = {{}, {}, {0}, {1}, {1}, {2}, {}};
        Precedence precedence = new Precedence(parents, new long[7], new long[7]);
        List<Conversation> conversations =
                IntStream.range(0, 7).mapToObj(i -> conversation(i, 1)).toList();
        for (OptionalInt limit : List.of(OptionalInt.empty(), OptionalInt.of(3))) {
            Plan whole = Plan.ordered(
                    "trace", conversations, load(4).maxConcurrency(limit).build(), 1, precedence);
            List<Plan> parts = parts(whole, 3);
            assertThat(playedBy(parts.get(0))).containsExactly(0, 2, 5);
            assertThat(playedBy(parts.get(1))).containsExactly(1, 3, 4);
            assertThat(playedBy(parts.get(2))).containsExactly(6);
            assertThat(parts).allSatisfy(part -> assertThat(part.maxTurnsInFlight())
                    .isBetween(1, part.part().conversations()));
        }
        assertThatThrownBy(() -> ShardSplit.of(
                        Plan.ordered("trace", conversations, load(4).build(), 1, precedence), new Shard(0, 4)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("3 groups");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 11, 100})
    void aLimitOfAllIsSplitWithoutRest(int limit) {
        List<Conversation> conversations =
                IntStream.range(0, 40).mapToObj(i -> conversation(i, 2)).toList();
        Plan whole = Plan.of(
                "multiturn",
                conversations,
                LoadSettings.builder().maxConcurrency(OptionalInt.of(limit)).build(),
                1);
        List<Integer> limits = parts(whole, 8).stream()
                .map(part -> part.load().maxConcurrency().getAsInt())
                .toList();
        assertThat(limits.stream().mapToInt(Integer::intValue).sum()).isEqualTo(limit);
        assertThat(limits).allMatch(part -> part == limit / 8 || part == limit / 8 + 1);
    }

    /** What is drawn by conversation and turn is what one generator would draw. */
    @ParameterizedTest
    @EnumSource(ThinkSpread.Kind.class)
    void thinkTimesAndAdaptersAreThoseOfTheWhole(ThinkSpread.Kind kind) {
        LoadSettings load = load(20).thinkTime(Duration.ofSeconds(1))
                .thinkSpread(new ThinkSpread(kind, 1))
                .lora(new LoraMix(List.of("a", "b", "c"), LoraMix.Distribution.ZIPF, 1))
                .build();
        Plan whole = Plan.of("multiturn", conversations(new Random(4), 12), load, 9);
        for (Plan part : parts(whole, 3)) {
            assertThat(Adapters.byConversation(part)).isEqualTo(Adapters.byConversation(whole));
            for (int c = 0; c < 12; c++) {
                assertThat(ThinkTimes.of(part).afterNs(c, 0))
                        .isEqualTo(ThinkTimes.of(whole).afterNs(c, 0));
            }
        }
    }

    @Test
    void aShardWithoutAConversationIsRefused() {
        Plan whole = Plan.of("multiturn", conversations(new Random(1), 3), load(8).build(), 1);
        for (int index = 0; index < 4; index++) {
            Shard shard = new Shard(index, 4);
            assertThatThrownBy(() -> ShardSplit.of(whole, shard))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("3 conversations, which stay whole: too few for 4 generators; give 3");
        }
        assertThat(ShardSplit.of(whole, Shard.WHOLE)).isSameAs(whole);
    }

    private static int[] playedBy(Plan part) {
        return IntStream.range(0, part.conversations().size())
                .filter(i -> !part.conversations().get(i).turns().isEmpty())
                .toArray();
    }

    private static List<Plan> parts(Plan whole, int of) {
        return IntStream.range(0, of)
                .mapToObj(index -> ShardSplit.of(whole, new Shard(index, of)))
                .toList();
    }

    private static Plan plan(Random random) {
        List<Conversation> conversations = conversations(random, 1 + random.nextInt(40));
        double rate = random.nextInt(4) == 0 ? Double.POSITIVE_INFINITY : 1 + random.nextInt(50);
        LoadSettings load = load(rate)
                .order(random.nextBoolean() ? OrderPolicy.FIFO : OrderPolicy.RANDOM)
                .thinkTime(random.nextInt(3) == 0 ? Duration.ofMillis(300) : Duration.ZERO)
                .thinkSpread(new ThinkSpread(ThinkSpread.Kind.EXPONENTIAL, 1))
                .maxConcurrency(random.nextInt(3) == 0 ? OptionalInt.of(9 + random.nextInt(9)) : OptionalInt.empty())
                .build();
        if (random.nextInt(4) > 0) {
            return Plan.of("multiturn", conversations, load, random.nextLong());
        }
        List<Conversation> requests = Stream.iterate(0, i -> i + 1)
                .limit(20)
                .map(i -> conversation(i, 1))
                .toList();
        long[] recordedNs = random.longs(20, 0, 5_000_000_000L).sorted().toArray();
        return Plan.replay("trace", requests, LoadSettings.builder().build(), 1, recordedNs, 1);
    }

    private static LoadSettings.Builder load(double rate) {
        return LoadSettings.builder().requestsPerSecond(rate);
    }

    private static List<Conversation> conversations(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> conversation(i, 1 + random.nextInt(6)))
                .toList();
    }

    private static Conversation conversation(int number, int turns) {
        return new Conversation(
                "c" + number,
                IntStream.range(0, turns)
                        .mapToObj(turn -> new Turn("question " + turn + " of " + number, 4, 8))
                        .toList());
    }
}
