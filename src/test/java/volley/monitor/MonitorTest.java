package volley.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.metrics.ExchangeBuilder;
import volley.metrics.RunAccumulator;
import volley.metrics.TurnRecord;
import volley.monitor.Interference.Kind;

/** What counts as a disturbance, with a clock that stands still; and whom it is laid to. */
class MonitorTest {
    private static final long MS = 1_000_000;

    @TempDir
    Path folder;

    private long nowNs = 1000 * MS;
    private final InterferenceLog log = new InterferenceLog(5 * MS);

    @Test
    void aProbeThatComesLateNotesFromWhenItWasDue() {
        LagProbe probe = new LagProbe(Kind.EVENT_LOOP_LAG, 20 * MS, () -> nowNs, log);

        nowNs = 1024 * MS; // 4 ms late: below the threshold
        probe.look();
        nowNs = 1050 * MS; // due at 1044
        probe.look();
        nowNs = 1070 * MS; // on time
        probe.look();

        assertThat(log.found()).containsExactly(new Interference(Kind.EVENT_LOOP_LAG, 1044 * MS, 1050 * MS));
    }

    @Test
    void aCollectorsPauseIsOneAndItsConcurrentCycleIsNot() {
        GcPauses.note("end of minor GC", 100, 107, 500 * MS, log);
        GcPauses.note("end of GC cycle", 200, 900, 500 * MS, log);
        GcPauses.note("end of minor GC", 300, 304, 500 * MS, log);

        assertThat(log.found()).containsExactly(new Interference(Kind.GC_PAUSE, 600 * MS, 607 * MS));
    }

    @Test
    void stolenTicksMakeTheTimeBetweenTwoLooksADisturbance() throws Exception {
        Path stat = Files.writeString(folder.resolve("stat"), "cpu  10 0 5 100 0 0 0 7 0 0\ncpu0 1 1 1\n");
        CpuSteal steal = new CpuSteal(stat, () -> nowNs, log);
        assertThat(steal.isKnown()).isTrue();

        nowNs = 1100 * MS;
        steal.look();
        Files.writeString(stat, "cpu  10 0 5 100 0 0 0 8 0 0\n");
        nowNs = 1200 * MS;
        steal.look();

        assertThat(log.found()).containsExactly(new Interference(Kind.CPU_STEAL, 1100 * MS, 1200 * MS));
        assertThat(new CpuSteal(folder.resolve("none"), () -> nowNs, log).isKnown())
                .as("where this is not Linux")
                .isFalse();
    }

    @Test
    void theSlowestAreThoseOfTheSortedTimes() {
        SplittableRandom random = new SplittableRandom(5);
        SlowRequests slow = new SlowRequests();
        List<Integer> ttfts = new ArrayList<>();
        List<Integer> gaps = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            int ttft = 1 + random.nextInt(1_000_000);
            int gap = 1 + random.nextInt(1_000_000);
            ttfts.add(ttft);
            gaps.add(gap);
            accept(slow, i, ttft, ttft + gap, ttft + gap + random.nextInt(gap));
        }

        assertThat(slow.slowest().stream().map(each -> each.timeNs() / MS).toList())
                .isEqualTo(IntStream.range(0, 60)
                        .mapToObj(i -> (i < 30 ? ttfts : gaps)
                                .stream()
                                        .sorted(Comparator.reverseOrder())
                                        .toList()
                                        .get(i % 30)
                                        .longValue())
                        .toList());
    }

    @Test
    void aSlowRequestIsMarkedIfItsSlowTimeOverlapsADisturbance() {
        SlowRequests slow = new SlowRequests();
        accept(slow, 0, 100, 120, 150); // waits [0, 100], longest gap [120, 150]
        accept(slow, 1, 40, 60, 65); // waits [0, 40], longest gap [40, 60]
        List<Interference> found = List.of(at(Kind.GC_PAUSE, 50, 60), at(Kind.CPU_STEAL, 149, 170));

        Disturbances told = Disturbances.of(
                5,
                EnumSet.allOf(Kind.class),
                found,
                0,
                slow,
                ExchangeBuilder.RUN_START_NS,
                ExchangeBuilder.RUN_START_NS + 200 * MS);

        assertThat(told.marked().stream()
                        .map(each ->
                                each.request().figure() + " " + each.request().order() + " " + each.overlapped()))
                .containsExactly(
                        "ttft 0 " + Set.of(Kind.GC_PAUSE),
                        "ttft 1 []",
                        "gap 0 " + Set.of(Kind.CPU_STEAL),
                        "gap 1 " + Set.of(Kind.GC_PAUSE));
        assertThat(told.warnings())
                .containsExactly(
                        "1 of the 2 slowest requests by TTFT overlap a disturbance of the client itself (gc_pause 1)",
                        "2 of the 2 slowest requests by longest gap overlap a disturbance of the client itself"
                                + " (gc_pause 1, cpu_steal 1)");
    }

    /** They are not there to be slow: what was under way is stamped as always. */
    @Test
    void turnsThatWereHeldAreToldAndMakeNoRequestSlow() {
        SlowRequests slow = new SlowRequests();
        accept(slow, 0, 100, 120, 150);
        List<Interference> found = List.of(at(Kind.TURNS_HELD, 0, 1_000), at(Kind.TURNS_HELD, 1_500, 1_750));

        Disturbances told = Disturbances.of(
                5,
                EnumSet.allOf(Kind.class),
                found,
                0,
                slow,
                ExchangeBuilder.RUN_START_NS,
                ExchangeBuilder.RUN_START_NS + 2_000 * MS);

        assertThat(told.marked())
                .allSatisfy(each -> assertThat(each.overlapped()).isEmpty());
        assertThat(told.warnings())
                .singleElement()
                .asString()
                .startsWith("turns were held back for 1.25 s since the client could not record as fast");
    }

    private static Interference at(Kind kind, long fromMs, long toMs) {
        return new Interference(
                kind, ExchangeBuilder.RUN_START_NS + fromMs * MS, ExchangeBuilder.RUN_START_NS + toMs * MS);
    }

    private static void accept(SlowRequests slow, int order, double... tokensMs) {
        TurnRecord turn = new ExchangeBuilder()
                .scheduled(0)
                .sent(0)
                .content(tokensMs)
                .done(tokensMs[tokensMs.length - 1])
                .usage(100, tokensMs.length, 0)
                .turn(order, order, 0, 98);
        slow.accept(turn, new RunAccumulator(ExchangeBuilder.RUN_START_NS, null).accept(turn));
    }
}
