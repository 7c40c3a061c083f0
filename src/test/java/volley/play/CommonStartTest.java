package volley.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import volley.client.ClockOffset;
import volley.cold.Coldness;
import volley.cold.Waiting;
import volley.config.BadInputException;
import volley.config.Shard;
import volley.config.ShardSettings;
import volley.report.folder.StartMark;

/** Time is moved by hand, and both clocks with it. */
class CommonStartTest {
    private static final Instant NOW = Instant.parse("2026-03-07T12:00:00.300Z");
    private static final Duration LIMIT = Duration.ofMillis(100);

    private long passedNs;
    private final List<Instant> asked = new ArrayList<>();
    private Duration serverAhead = Duration.ofMillis(250);

    private final Waiting waiting = new Waiting() {
        @Override
        public long nowNs() {
            return passedNs;
        }

        @Override
        public boolean pause(Duration length) {
            passedNs += length.toNanos();
            return true;
        }
    };

    private Instant now() {
        return NOW.plusNanos(passedNs);
    }

    private CommonStart start(Optional<Instant> at) {
        return new CommonStart(
                new ShardSettings(new Shard(0, 4), at, LIMIT), new BothClocks(this::now, () -> 500 + passedNs));
    }

    private Optional<Instant> date() {
        asked.add(now());
        passedNs += 1_000_000;
        Instant there = now().plus(serverAhead);
        passedNs += 1_000_000;
        return Optional.of(Instant.ofEpochSecond(there.getEpochSecond()));
    }

    @Test
    void theServersClockIsFoundInTheLastSecondsBeforeTheStart() {
        Instant at = NOW.plusSeconds(60);
        CommonStart start = start(Optional.of(at));
        start.await(waiting, this::date);
        assertThat(asked).hasSizeBetween(6, 13).allMatch(time -> !time.isBefore(at.minusSeconds(17)));
        assertThat(now()).isBetween(at.minusSeconds(5), at.minusMillis(4_900));
        long startNs = start.startNs().orElseThrow();
        assertThat(startNs).isEqualTo(500 + 60_000_000_000L);
        StartMark mark = start.mark(startNs).orElseThrow();
        assertThat(mark.at()).isEqualTo(at);
        assertThat(mark.skewNs()).isZero();
        assertThat(mark.limit()).isEqualTo(LIMIT);
        ClockOffset clock = mark.clock().orElseThrow();
        assertThat(250_000_000L).isBetween(clock.atLeastNs(), clock.atMostNs());
        assertThat(clock.atMostNs() - clock.atLeastNs()).isLessThan(5_000_000);
    }

    @Test
    void whereTheStartIsNearItIsAskedLessOftenAndNothingWaitsForIt() {
        Instant at = NOW.plusSeconds(6);
        CommonStart start = start(Optional.of(at));
        start.await(waiting, this::date);
        assertThat(asked).hasSizeBetween(1, 3);
        assertThat(now()).isBefore(at);
        assertThat(start.startNs()).contains(500 + 6_000_000_000L);
    }

    @Test
    void aServerWithoutADateTellsNothing() {
        CommonStart start = start(Optional.of(NOW.plusSeconds(30)));
        start.await(waiting, Optional::empty);
        assertThat(start.mark(0).orElseThrow().clock()).isEmpty();
    }

    @Test
    void withoutAStartNothingIsDone() {
        CommonStart start = start(Optional.empty());
        start.await(waiting, this::date);
        start.refuseIfLate("");
        assertThat(asked).isEmpty();
        assertThat(passedNs).isZero();
        assertThat(start.startNs()).isEmpty();
        assertThat(start.mark(0)).isEmpty();
    }

    @Test
    void aLateGeneratorIsRefusedBeyondTheLimitAndMarkedWithin() {
        CommonStart start = start(Optional.of(NOW.plusSeconds(1)));
        passedNs = 1_100_000_000L;
        assertThatCode(() -> start.refuseIfLate("")).doesNotThrowAnyException();
        assertThat(start.startNs()).isEmpty();
        assertThat(start.mark(500 + 1_200_000_000L).orElseThrow().skewNs()).isEqualTo(200_000_000);
        passedNs = 1_200_000_000L;
        assertThatThrownBy(() -> start.refuseIfLate("when this generator was ready"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("2026-03-07T12:00:01.300Z was 0.2 s ago when this generator was ready")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aRunThatIsGivenUpWaitsNoMore() {
        AtomicBoolean paused = new AtomicBoolean();
        start(Optional.of(NOW.plusSeconds(600)))
                .await(
                        new Waiting() {
                            @Override
                            public long nowNs() {
                                return passedNs;
                            }

                            @Override
                            public boolean pause(Duration length) {
                                assertThat(paused.getAndSet(true)).isFalse();
                                return false;
                            }
                        },
                        this::date);
        assertThat(asked).isEmpty();
    }

    /** A thread that is put aside between both clocks does not make them differ. */
    @Test
    void theQuickestLookAtBothClocksCounts() {
        int[] looks = {0};
        BothClocks clocks = new BothClocks(
                () -> {
                    Instant seen = now();
                    passedNs += looks[0]++ < 3 ? 40_000_000 : 200;
                    return seen;
                },
                () -> 500 + passedNs);
        Instant before = now();
        assertThat(Duration.between(before, clocks.at(500)).abs()).isLessThan(Duration.ofNanos(1_000));
        looks[0] = 0;
        assertThat(clocks.nanoTimeAt(before.plusSeconds(1))).isBetween(1_000_000_000L, 1_000_001_000L);
    }

    /** A flush while another one runs would be a wrong figure. */
    @Test
    void onlyTheFirstShardEmptiesTheCacheAndOnlyBeforeTheStart() {
        Optional<Instant> later = Optional.of(NOW.plusSeconds(1));
        assertThat(leftAlone(Shard.WHOLE, Optional.empty())).isEmpty();
        assertThat(leftAlone(Shard.WHOLE, later)).isEmpty();
        assertThat(leftAlone(new Shard(0, 2), later)).isEmpty();
        assertThat(leftAlone(new Shard(1, 2), later).orElseThrow().reason()).contains("shard 0 is the one");
        assertThat(leftAlone(new Shard(0, 2), Optional.empty()).orElseThrow().reason())
                .contains("without a common start");
        passedNs = 1_000_000_000L;
        assertThat(leftAlone(new Shard(0, 2), later).orElseThrow().reason()).contains("had come");
    }

    private Optional<Coldness> leftAlone(Shard shard, Optional<Instant> at) {
        return ColdOfShards.leftAlone(new ShardSettings(shard, at, LIMIT), this::now);
    }
}
