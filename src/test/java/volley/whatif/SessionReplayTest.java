package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.client.Outcome;
import volley.config.BadInputException;
import volley.config.PlayedSimulation;
import volley.config.SimulatedEngine;
import volley.config.SimulationKind;
import volley.metrics.TurnRecord;
import volley.prepare.PlanText;
import volley.prepare.Preparation;
import volley.simulator.Engines;

/** A session with sub-agents, played in virtual time. Its graph is that of kv-cache-tester.expected. */
class SessionReplayTest {
    private static final Path TRACE = Path.of("src/test/resources/volley/dataset/traces/kv-cache-tester.json");
    private static final int[][] PARENTS = {{}, {0}, {1}, {1}, {1}, {2}, {5, 3}, {6}};
    private static final long[] THINK_MS = {0, 2000, 500, 750, 800, 1500, 2000, 9000};

    private static Preparation prepare(String... namesAndValues) {
        Properties given = new Properties();
        given.setProperty("volley.simulate", "true");
        given.setProperty("volley.dataset-path", TRACE.toString());
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return Preparation.of(PlayedSimulation.of(SimulationKind.TRACE_REPLAY), given);
    }

    /** By request. */
    private static List<TurnRecord> play(Preparation prepared) {
        SimulatedEngine engine = prepared.settings().simulated().engine();
        List<TurnRecord> turns = new ArrayList<>();
        new VirtualPlaying(prepared, VirtualRun.answers(prepared, engine), Engines.config(engine), turns::add).play();
        turns.sort(Comparator.comparingInt(TurnRecord::conversation));
        return turns;
    }

    private static long endNs(List<TurnRecord> turns, int request) {
        return turns.get(request).exchange().endNs();
    }

    @ParameterizedTest
    @CsvSource({"trace, 1, -1", "trace, 0.5, -1", "0, 1, 0", "2.5, 3, 2500"})
    void aRequestIsSentItsThinkTimeBehindTheLastAnswerItWaitsFor(String think, String slowDown, long thinkMs) {
        List<TurnRecord> turns = play(prepare("think-time", think, "mooncake-slowdown-factor", slowDown));
        assertThat(turns).hasSize(8).allMatch(turn -> turn.outcome() == Outcome.OK);
        for (int i = 1; i < 8; i++) {
            long lastNs = 0;
            for (int parent : PARENTS[i]) {
                lastNs = Math.max(lastNs, endNs(turns, parent));
            }
            long waitMs = thinkMs >= 0 ? thinkMs : (long) (THINK_MS[i] * Double.parseDouble(slowDown));
            assertThat(turns.get(i).exchange().readyNs())
                    .as("request %d", i)
                    .isEqualTo(lastNs + waitMs * 1_000_000)
                    .isEqualTo(turns.get(i).exchange().sentNs());
        }
    }

    @Test
    void subAgentsAreUnderWayTogether() {
        List<TurnRecord> turns = play(prepare("think-time", "0"));
        for (int agent : new int[] {3, 4}) {
            assertThat(turns.get(agent).exchange().sentNs()).isLessThan(endNs(turns, 2));
            assertThat(turns.get(2).exchange().sentNs()).isLessThan(endNs(turns, agent));
        }
    }

    /** The second request is longer than the server's context: all behind it are skipped, and all are recorded. */
    @Test
    void whatWaitsForAFailedRequestIsSkippedAndNothingIsLost() {
        List<TurnRecord> turns = play(prepare("simulated.context-length", "320"));
        assertThat(turns)
                .extracting(TurnRecord::outcome)
                .containsExactly(
                        Outcome.OK,
                        Outcome.HTTP_4XX,
                        Outcome.SKIPPED_AFTER_FAILURE,
                        Outcome.SKIPPED_AFTER_FAILURE,
                        Outcome.SKIPPED_AFTER_FAILURE,
                        Outcome.SKIPPED_AFTER_FAILURE,
                        Outcome.SKIPPED_AFTER_FAILURE,
                        Outcome.SKIPPED_AFTER_FAILURE);
    }

    @Test
    void withoutSessionsEachRequestHasItsRecordedTime() {
        Preparation prepared = prepare("trace-sessions", "false");
        assertThat(play(prepared))
                .extracting(turn -> turn.exchange().sentNs() / 1_000_000)
                .containsExactly(0L, 5000L, 9500L, 9750L, 9800L, 12500L, 18000L, 30000L);
        assertThat(PlanText.of(prepared)).contains("the trace's, over 30.0 s");
        assertThat(PlanText.of(prepare()))
                .contains("each session's first at its time in the trace, within 0.0 s (slowed down 1.0 times)");
        assertThat(prepared.plan().hash()).isNotEqualTo(prepare().plan().hash());
        assertThat(prepare("think-time", "1").plan().hash())
                .isNotEqualTo(prepare().plan().hash());
        assertThat(prepare("think-time", "trace").plan().hash())
                .isEqualTo(prepare().plan().hash());
    }

    @Test
    void whatHasNoMeaningIsRefused() {
        assertThatThrownBy(() -> prepare("enable-round-barrier", "true"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("no rounds in common");
        assertThatThrownBy(() -> prepare("think-time", "soon"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("think-time=soon");
        assertThatThrownBy(() -> prepare("think-time-seconds", "1"))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("think-time=<seconds>");
    }
}
