package volley.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import volley.simulator.engine.CacheConfig;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.FixedRateTimeModel;
import volley.simulator.engine.InvariantChecker;
import volley.simulator.engine.SchedulePolicy;
import volley.simulator.engine.SchedulerConfig;

class VirtualRunTest {
    private static final EngineConfig PLAIN = new EngineConfig(
            SchedulerConfig.of(SchedulePolicy.FCFS),
            CacheConfig.radix(1_000_000),
            1 << 20,
            new FixedRateTimeModel(Duration.ofMillis(5), 10_000, Duration.ofMillis(10)));

    private static final LoadShape AT_ONCE = new LoadShape(Double.POSITIVE_INFINITY, 100, 0, ReadyOrder.FIFO, false, 1);

    @Test
    void oneConversationFollowsFromTheTimeModel() {
        VirtualResult result = VirtualRun.play(SyntheticConversations.of(1, 2, 100, 3), AT_ONCE, PLAIN);

        VirtualRequest first = result.requests().get(0);
        VirtualRequest second = result.requests().get(1);
        assertThat(first.ttftNs()).isEqualTo(5_000_000 + 10_000_000);
        assertThat(first.e2eNs()).isEqualTo(first.ttftNs() + 2 * 10_000_000);
        assertThat(second.sentNs()).isEqualTo(first.e2eNs());
        assertThat(second.promptTokens()).isEqualTo(203);
        assertThat(second.cachedDeviceTokens()).isEqualTo(102);
        // 101 of 203 tokens are new.
        assertThat(second.ttftNs()).isEqualTo(5_000_000 + 10_100_000);
        assertThat(result.durationNs()).isEqualTo(first.e2eNs() + second.e2eNs());
        assertThat(result.hitRate()).isEqualTo(102.0 / 303);
    }

    @Test
    void fifoGoesRoundRobin() {
        LoadShape oneAtATime = new LoadShape(Double.POSITIVE_INFINITY, 1, 0, ReadyOrder.FIFO, false, 1);
        VirtualResult result = VirtualRun.play(SyntheticConversations.of(3, 3, 10, 1), oneAtATime, PLAIN);
        assertThat(result.requests())
                .extracting(VirtualRequest::conversation)
                .containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2);
    }

    @Test
    void noMoreInFlightThanAllowed() {
        LoadShape load = LoadShape.of(1000, 7, 3);
        List<VirtualRequest> requests = VirtualRun.play(SyntheticConversations.of(40, 3, 50, 5), load, PLAIN)
                .requests();
        assertThat(requests).hasSize(120);
        for (VirtualRequest r : requests) {
            long atOnce = requests.stream()
                    .filter(o -> o.sentNs() <= r.sentNs() && r.sentNs() < o.sentNs() + o.e2eNs())
                    .count();
            assertThat(atOnce).isLessThanOrEqualTo(7);
        }
    }

    @Test
    void aRoundWaitsForTheOneBeforeItAtTheBarrier() {
        List<VirtualRequest> requests = VirtualRun.play(
                        SyntheticConversations.of(20, 4, 50, 5),
                        LoadShape.of(50, 8, 1).withRoundBarrier(),
                        PLAIN)
                .requests();
        for (int round = 1; round < 4; round++) {
            int before = round - 1;
            int now = round;
            long lastEnd = requests.stream()
                    .filter(r -> r.round() == before)
                    .mapToLong(r -> r.sentNs() + r.e2eNs())
                    .max()
                    .orElseThrow();
            assertThat(requests.stream().filter(r -> r.round() == now))
                    .hasSize(20)
                    .allSatisfy(r -> assertThat(r.sentNs()).isGreaterThanOrEqualTo(lastEnd));
        }
    }

    @Test
    void arrivalsFollowTheRateWhileTheServerKeepsUp() {
        List<VirtualRequest> requests = VirtualRun.play(
                        SyntheticConversations.of(2000, 1, 10, 1), LoadShape.of(10, 1000, 5), PLAIN)
                .requests();
        long last = requests.stream().mapToLong(VirtualRequest::sentNs).max().orElseThrow();
        // 2000 exponential gaps of 0.1 s: 200 s with a standard deviation of 0.1 √2000 = 4.5 s.
        assertThat(last / 1e9).isBetween(182.0, 218.0);
    }

    @Test
    void everyTurnIsPlayedOnceAndTheSameSeedGivesTheSameRun() {
        LoadShape load = LoadShape.of(30, 9, 11);
        VirtualResult once =
                VirtualRun.play(SyntheticConversations.of(25, 4, 60, 6), load, PLAIN, InvariantChecker::check);
        VirtualResult again = VirtualRun.play(SyntheticConversations.of(25, 4, 60, 6), load, PLAIN);
        VirtualResult other = VirtualRun.play(SyntheticConversations.of(25, 4, 60, 6), LoadShape.of(30, 9, 12), PLAIN);

        Set<List<Integer>> turns = new HashSet<>();
        once.requests().forEach(r -> turns.add(List.of(r.conversation(), r.round())));
        assertThat(turns).hasSize(100);
        assertThat(once).isEqualTo(again);
        assertThat(once.requests()).isNotEqualTo(other.requests());
    }

    @Test
    void aTurnTooLongForTheEngineIsAnError() {
        assertThatThrownBy(() -> VirtualRun.play(
                        SyntheticConversations.of(1, 3, 500, 10), AT_ONCE, PLAIN.withCache(CacheConfig.radix(1000))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1020 tokens, of at most 999");
    }
}
