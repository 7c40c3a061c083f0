package volley.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.client.EventKind;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.config.BadInputException;
import volley.metrics.TurnRecord;

/** Errors against ones worked out by hand, and against sorted lists. */
class TimePairsTest {
    private static final long MS = 1_000_000;
    /** The server's clock has nothing to do with the client's. */
    private static final long OTHER_CLOCK_NS = 77_000_000_000L;

    @TempDir
    Path folder;

    @Test
    void errorsOfOneRequestByHand() {
        TimePairs pairs = new TimePairs("volley.Multiturn");
        // sent at 0, tokens seen at 12, 18 and 23 ms; read at 1, written at 11, 16 and 22 ms
        pairs.seen(turn(3, 1, 0, 12 * MS, 18 * MS, 23 * MS));
        pairs.served(served(3, 1, MS, 11 * MS, 16 * MS, 22 * MS));

        Calibration found = pairs.calibration("here");

        assertThat(found.pairs()).isEqualTo(1);
        assertThat(found.unpaired()).isZero();
        // 12 - 10
        assertError(found, "ttft", 1, 2, 2, 2);
        // |6 - 5| and |5 - 6|
        assertError(found, "itl", 2, 1, 1, 1);
        // 23 - 21
        assertError(found, "e2e_latency", 1, 2, 2, 2);
        assertThat(found.load().requestsPerSecond()).isEqualTo(1 / 0.023, within(1e-6));
        assertThat(found.load().tokensPerSecond()).isEqualTo(3 / 0.023, within(1e-6));
        assertThat(found.load().meanInFlight()).isEqualTo(1, within(1e-9));
    }

    @Test
    void percentilesAreThoseOfTheSortedErrors() {
        SplittableRandom random = new SplittableRandom(11);
        TimePairs pairs = new TimePairs("volley.Multiturn");
        List<ServedTimes> served = new ArrayList<>();
        long[] ttftErrors = new long[997];
        for (int i = 0; i < ttftErrors.length; i++) {
            long lateNs = random.nextLong(5 * MS);
            ttftErrors[i] = lateNs;
            pairs.seen(turn(i, 0, 50L * i, 50L * i + 20 * MS + lateNs));
            served.add(served(i, 0, 7L * i, 7L * i + 20 * MS));
        }
        // the server's answers end in another order than the client's are recorded in
        for (int i = served.size() - 1; i >= 0; i--) {
            pairs.served(served.get(i));
        }

        ClientError ttft = pairs.calibration("here").errors().get("ttft");

        Arrays.sort(ttftErrors);
        assertThat(ttft.values()).isEqualTo(997);
        assertThat(ttft.p50Ms() * MS).isCloseTo((double) ttftErrors[498], within(0.001 * ttftErrors[498]));
        assertThat(ttft.p99Ms() * MS).isCloseTo((double) ttftErrors[987], within(0.001 * ttftErrors[987]));
        assertThat(ttft.maxMs() * MS).isCloseTo((double) ttftErrors[996], within(0.001 * ttftErrors[996]));
    }

    @Test
    void whatWasNotSeenWholeAtBothEndsIsCountedAndNotCompared() {
        TimePairs pairs = new TimePairs("volley.Multiturn");
        pairs.seen(turn(0, 0, 0, 12 * MS));
        pairs.served(served(0, 0, MS, 11 * MS));
        pairs.seen(turn(1, 0, 0, 12 * MS));
        pairs.served(served(1, 0, MS, 11 * MS, 12 * MS));
        pairs.served(served(2, 0, MS, 11 * MS));
        pairs.seen(turn(3, 0, 0, 12 * MS));

        Calibration found = pairs.calibration("here");

        assertThat(found.pairs()).isEqualTo(1);
        assertThat(found.unpaired()).isEqualTo(3);
        assertThat(found.errors()).as("one token has no gap").containsOnlyKeys("ttft", "e2e_latency");
        assertThatThrownBy(() -> new TimePairs("volley.Multiturn").calibration("here"))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isReadBackAsWritten() throws Exception {
        TimePairs pairs = new TimePairs("volley.SharedPrefix");
        pairs.seen(turn(3, 1, 0, 12 * MS, 18 * MS, 23 * MS));
        pairs.served(served(3, 1, MS, 11 * MS, 16 * MS, 22 * MS));
        Calibration written =
                pairs.calibration(folder.resolve("calibration.json").toString());
        written.write(folder);

        assertThat(written.simulation()).isEqualTo("volley.SharedPrefix");
        assertThat(Calibration.read(folder)).isEqualTo(written);
        assertThat(Calibration.read(folder.resolve("calibration.json"))).isEqualTo(written);
    }

    @Test
    void whatIsNoCalibrationIsRefusedInOneLine() throws Exception {
        assertThatThrownBy(() -> Calibration.read(folder.resolve("nowhere")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("volley.Calibrate");
        Path other = Files.writeString(folder.resolve("other.json"), "{\"errors\": {\"ttft\": {\"p50_ms\": 1}}}");
        assertThatThrownBy(() -> Calibration.read(other))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("p99_ms is missing");
    }

    @Test
    void aLoadCoversThoseThatAskNoMoreOfTheClient() {
        PlayedLoad load = new PlayedLoad(10, 1000, 5);

        assertThat(load.covers(10.9, 1090)).isTrue();
        assertThat(load.covers(11.1, 500)).isFalse();
        assertThat(load.covers(5, 1101)).isFalse();
    }

    private static void assertError(
            Calibration found, String metric, long values, double p50Ms, double p99Ms, double maxMs) {
        ClientError error = found.errors().get(metric);
        assertThat(error.values()).isEqualTo(values);
        assertThat(error.p50Ms()).isEqualTo(p50Ms, within(p50Ms * 0.001));
        assertThat(error.p99Ms()).isEqualTo(p99Ms, within(p99Ms * 0.001));
        assertThat(error.maxMs()).isEqualTo(maxMs, within(maxMs * 0.001));
    }

    private static ServedTimes served(int tag, int turn, long receivedNs, long... sentNs) {
        long[] onServersClock =
                Arrays.stream(sentNs).map(ns -> ns + OTHER_CLOCK_NS).toArray();
        return new ServedTimes(tag, turn, receivedNs + OTHER_CLOCK_NS, onServersClock);
    }

    /** A stream with a role-only event before its tokens and [DONE] behind them, which are no tokens. */
    private static TurnRecord turn(int conversation, int turn, long sentNs, long... tokenNs) {
        EventLog events = new EventLog(8);
        events.add(tokenNs[0] - 1, EventKind.ROLE, EventLog.TOKENS_UNKNOWN);
        for (long ns : tokenNs) {
            events.add(ns, EventKind.CONTENT, EventLog.TOKENS_UNKNOWN);
        }
        long endNs = tokenNs[tokenNs.length - 1] + 1;
        events.add(endNs, EventKind.DONE, EventLog.TOKENS_UNKNOWN);
        Exchange exchange = Exchange.builder()
                .scheduledNs(sentNs)
                .readyNs(sentNs)
                .sentNs(sentNs)
                .connectedNs(sentNs)
                .writtenNs(sentNs)
                .endNs(endNs)
                .httpStatus(200)
                .events(events)
                .finishReason("stop")
                .answer(new byte[0])
                .outcome(Outcome.OK)
                .build();
        return TurnRecord.builder()
                .order(0)
                .conversation(conversation)
                .conversationId("c")
                .turn(turn)
                .requestedOutputTokens(tokenNs.length)
                .promptTokensByClient(10)
                .exchange(exchange)
                .build();
    }
}
