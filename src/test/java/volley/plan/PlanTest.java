package volley.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static volley.plan.ArrivalTimesTest.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import volley.config.ArrivalKind;
import volley.config.LoadSettings;
import volley.config.ThinkSpread;
import volley.config.TimeLimit;
import volley.dataset.Conversation;
import volley.dataset.Turn;

class PlanTest {
    private static final List<Conversation> CHATS = List.of(
            new Conversation("a", List.of(turn("ab", 4), turn("c", 5))), new Conversation("b", List.of(turn("d", 6))));

    @Test
    void oneSlotForEachTurn() {
        assertThat(plan("multiturn", CHATS, 2, 1).turns()).isEqualTo(3);
    }

    @Test
    void theSamePlanHasTheSameHash() {
        assertThat(plan("multiturn", CHATS, 2, 1).hash())
                .matches("[0-9a-f]{64}")
                .isEqualTo(plan("multiturn", CHATS, 2, 1).hash());
    }

    @Test
    void whateverChangesWhatIsSentChangesTheHash() {
        List<Conversation> movedBoundary =
                List.of(new Conversation("a", List.of(turn("a", 4), turn("bc", 5))), CHATS.get(1));
        List<Conversation> otherOutput =
                List.of(new Conversation("a", List.of(turn("ab", 4), turn("c", 9))), CHATS.get(1));
        List<Conversation> swapped = List.of(CHATS.get(1), CHATS.get(0));
        assertThat(Stream.of(
                                plan("multiturn", CHATS, 2, 1),
                                plan("single", CHATS, 2, 1),
                                plan("multiturn", CHATS, 3, 1),
                                plan("multiturn", CHATS, 2, 2),
                                plan("multiturn", movedBoundary, 2, 1),
                                plan("multiturn", otherOutput, 2, 1),
                                plan("multiturn", swapped, 2, 1),
                                thoughtful(Duration.ofSeconds(1)),
                                thoughtful(Duration.ofSeconds(2)),
                                thoughtful(new ThinkSpread(ThinkSpread.Kind.UNIFORM, 0)),
                                thoughtful(new ThinkSpread(ThinkSpread.Kind.LOGNORMAL, 1)),
                                thoughtful(new ThinkSpread(ThinkSpread.Kind.LOGNORMAL, 2)))
                        .map(Plan::hash))
                .doesNotHaveDuplicates();
    }

    /** Users that would come after the run's time are not made, but for one who is there until then. */
    @Test
    void aTimeLimitCutsTheUsersAndChangesTheHash() {
        Plan whole = plan("multiturn", CHATS, 2, 1);
        long[] arrivalsNs = whole.arrivalsNs();
        assertThat(whole.users()).isEqualTo(3);
        assertThat(whole.userStartsNs()).isEqualTo(arrivalsNs);
        for (long durationNs : new long[] {1, arrivalsNs[1] - 1, arrivalsNs[1], arrivalsNs[2] - 1, arrivalsNs[2] + 9}) {
            LoadSettings limited = load(2, ArrivalKind.POISSON, 1, 0).toBuilder()
                    .limit(Optional.of(new TimeLimit(Duration.ofNanos(durationNs), Duration.ofSeconds(1))))
                    .build();
            Plan plan = Plan.of("multiturn", CHATS, limited, 1);
            long inTime =
                    Arrays.stream(arrivalsNs).filter(ns -> ns <= durationNs).count();
            assertThat(plan.users()).as("%d ns", durationNs).isEqualTo((int) Math.min(3, inTime + 1));
            assertThat(plan.userStartsNs()).isSorted();
            assertThat(Arrays.stream(plan.userStartsNs()).max().orElseThrow()).isLessThanOrEqualTo(durationNs);
            assertThat(plan.turns()).isEqualTo(3);
            assertThat(plan.hash()).isNotEqualTo(whole.hash());
        }
    }

    @Test
    void aPlanWithoutThinkTimeIsNamedAsBeforeThereWasAny() {
        assertThat(plan("multiturn", CHATS, Double.POSITIVE_INFINITY, 1).hash())
                .isEqualTo("89a3f497bd7d1051259edfc29ed87dc59810b41440465a51e74cb143d7223344");
    }

    private static Plan thoughtful(ThinkSpread spread) {
        LoadSettings load = load(2, ArrivalKind.POISSON, 1, 0);
        LoadSettings thoughtful = load.toBuilder()
                .thinkTime(Duration.ofSeconds(1))
                .thinkSpread(spread)
                .build();
        return Plan.of("multiturn", CHATS, thoughtful, 1);
    }

    private static Plan thoughtful(Duration thinkTime) {
        LoadSettings load = load(2, ArrivalKind.POISSON, 1, 0);
        LoadSettings thoughtful = load.toBuilder().thinkTime(thinkTime).build();
        return Plan.of("multiturn", CHATS, thoughtful, 1);
    }

    private static Plan plan(String mode, List<Conversation> conversations, double rate, long seed) {
        return Plan.of(mode, conversations, load(rate, ArrivalKind.POISSON, 1, 0), seed);
    }

    private static Turn turn(String prompt, int outputTokens) {
        return new Turn(prompt, prompt.length(), outputTokens);
    }
}
