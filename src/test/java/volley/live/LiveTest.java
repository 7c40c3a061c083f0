package volley.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import volley.client.Outcome;
import volley.metrics.ExchangeBuilder;
import volley.metrics.RunAccumulator;
import volley.metrics.TurnRecord;

/** The progress line, with a clock that stands still. */
class LiveTest {
    private long nowNs = 5;
    private final LiveFigures figures = new LiveFigures(() -> nowNs);
    private final RunAccumulator accumulator = new RunAccumulator(ExchangeBuilder.RUN_START_NS, null);
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicInteger inFlight = new AtomicInteger();

    @Test
    void timesAndTokensAreThoseSinceTheLastLookAndCountsThoseOfTheRun() {
        answered(100);
        answered(300);
        figures.accept(
                TurnRecord.unsent(0, "c", 1, 4, Outcome.SKIPPED_AFTER_FAILURE),
                accumulator.accept(TurnRecord.unsent(0, "c", 1, 4, Outcome.SKIPPED_AFTER_FAILURE)));
        nowNs += 2_000_000_000L;

        LiveFigures.Look first = figures.look();

        assertThat(first.turns()).isEqualTo(3);
        assertThat(first.failed()).isZero();
        assertThat(first.ttftP50Ms()).isEqualTo(100, within(0.1));
        assertThat(first.ttftP99Ms()).isEqualTo(300, within(0.3));
        assertThat(first.tokensPerSecond()).as("two answers of 2 tokens in 2 s").isEqualTo(2);

        answered(50);
        nowNs += 500_000_000L;
        LiveFigures.Look second = figures.look();

        assertThat(second.turns()).isEqualTo(4);
        assertThat(second.ttftP99Ms()).isEqualTo(50, within(0.05));
        assertThat(second.tokensPerSecond()).isEqualTo(4);

        nowNs += 1;
        assertThat(figures.look().ttftP50Ms()).as("no answer since").isNaN();
    }

    @Test
    void aPipeGetsLinesAndATerminalOneThatIsWrittenOver() {
        inFlight.set(3);
        answered(100);
        nowNs += 1_000_000_000L;
        try (ProgressLine pipe = line(false)) {
            pipe.write();
        }
        assertThat(text())
                .isEqualTo("run: 1 of 8 turns, 3 in flight, 0 failed; TTFT p50 100.0 ms, p99 100.0 ms; 2 tokens/s"
                        + System.lineSeparator());

        written.reset();
        try (ProgressLine terminal = line(true)) {
            terminal.write();
            terminal.write();
            assertThat(text()).doesNotContain("\n");
            assertThat(List.of(text().split("\r")))
                    .hasSize(3)
                    .last()
                    .asString()
                    .startsWith("\u001b[?7lrun: 1 of 8 turns, 3 in flight")
                    .as("the rest of a longer line before is cleared, and others' lines are wrapped again")
                    .endsWith("\u001b[K\u001b[?7h");
        }
        assertThat(text()).as("what comes begins below").endsWith(System.lineSeparator());

        written.reset();
        inFlight.set(1);
        try (ProgressLine terminal = line(true)) {
            terminal.write();
            for (int i = 1; i < 8; i++) {
                terminal.turnRecorded();
                answered(10);
            }
            assertThat(text()).as("before the last turn").doesNotContain("\n");
            terminal.turnRecorded();
            assertThat(text())
                    .contains("run: 8 of 8 turns, 0 in flight")
                    .as("the run's own row stays")
                    .endsWith(System.lineSeparator());
        }
        assertThat(text()).containsOnlyOnce("\n");

        written.reset();
        try (ProgressLine terminal = line(true)) {
            assertThat(terminal).isNotNull();
        }
        assertThat(text()).as("a line never drawn leaves none empty").isEmpty();
    }

    @Test
    void nothingIsSaidBeforeAndAfterTheRun() {
        ProgressLine line = line(false);
        line.write();
        for (int i = 0; i < 8; i++) {
            answered(10);
        }
        line.write();

        assertThat(text()).isEmpty();
        line.close();
    }

    /** Of a run whose time is over nothing more is said when the turns under way have ended. */
    @Test
    void turnsThatWillNotBeSentAreNotWaitedFor() {
        ProgressLine line = line(false);
        answered(10);
        line.write();
        line.leaveOut(6);
        answered(10);
        line.turnRecorded();
        String said = text();
        line.write();

        assertThat(said.lines().toList().get(1)).startsWith("run: 2 of 2 turns");
        assertThat(text()).isEqualTo(said);
        line.close();
    }

    private ProgressLine line(boolean terminal) {
        return new ProgressLine("run", figures, 8, inFlight::get, new PrintStream(written, true, UTF_8), terminal);
    }

    private String text() {
        return written.toString(UTF_8);
    }

    private void answered(double ttftMs) {
        TurnRecord turn = new ExchangeBuilder()
                .scheduled(0)
                .sent(0)
                .content(ttftMs, ttftMs + 20)
                .done(ttftMs + 20)
                .usage(100, 2, 0)
                .turn(0, 0, 0, 98);
        figures.accept(turn, accumulator.accept(turn));
    }
}
