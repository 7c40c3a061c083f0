package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.client.Outcome;
import volley.config.PlayedSimulation;
import volley.config.SimulatedEngine;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.metrics.TurnRecord;
import volley.prepare.Preparation;
import volley.simulator.Engines;

/**
 * bench_mix's order, against its rule: a user whose pause is over goes first, the one that has waited longest; else a new
 * user begins; always as many are in flight as may be.
 */
class MixPlayTest {
    private static final int CLIENTS = 4;
    private static final int USERS = 60;

    @TempDir
    Path temp;

    @Test
    void whoHasPausedGoesBeforeANewUser() throws Exception {
        Path config = temp.resolve("mix.json");
        Files.writeString(
                config,
                "{\"num_rounds\": 3, \"num_clients\": " + CLIENTS + ", \"round_ratios\": [1, 1, 2],"
                        + " \"mean_new_tokens_per_round\": [200, 40, 40], \"mean_return_tokens_per_round\": [20, 20, 20],"
                        + " \"mean_inter_round_interval\": [5, 5, 5]}");
        Properties given = new Properties();
        given.setProperty("volley.simulate", "true");
        given.setProperty("volley.dataset-name", "mix");
        given.setProperty("volley.mix-config", config.toString());
        given.setProperty("volley.num-prompts", String.valueOf(USERS));
        Preparation prepared = Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), given);
        SimulatedEngine engine = prepared.settings().simulated().engine();
        List<TurnRecord> turns = new ArrayList<>();
        new VirtualPlaying(prepared, VirtualRun.answers(prepared, engine), Engines.config(engine), turns::add).play();
        assertThat(turns).hasSize(prepared.plan().turns()).allMatch(turn -> turn.outcome() == Outcome.OK);
        turns.sort(Comparator.comparingInt(TurnRecord::order));

        int begun = 0;
        int again = 0;
        for (TurnRecord turn : turns) {
            long sentNs = turn.exchange().sentNs();
            List<TurnRecord> paused = turns.stream()
                    .filter(other -> other.turn() > 0 && other.order() >= turn.order())
                    .filter(other -> other.exchange().readyNs() <= sentNs)
                    .toList();
            if (turn.turn() == 0) {
                assertThat(paused).as("ready before %s", turn).isEmpty();
                assertThat(turn.conversation()).as("in their order").isEqualTo(begun++);
            } else {
                again++;
                assertThat(paused)
                        .allMatch(other ->
                                other.exchange().readyNs() >= turn.exchange().readyNs());
                keepsItsPause(prepared.plan().conversations().get(turn.conversation()), turn, turns);
            }
            long inFlight = turns.stream()
                    .filter(other -> other.exchange().sentNs() <= sentNs
                            && other.exchange().endNs() > sentNs)
                    .count();
            assertThat(inFlight).isLessThanOrEqualTo(CLIENTS);
            if (turn.order() >= CLIENTS && begun < USERS) {
                assertThat(inFlight)
                        .as("while there are new users, no place is free")
                        .isEqualTo(CLIENTS);
            }
        }
        assertThat(begun).isEqualTo(USERS);
        assertThat(again).isPositive();
    }

    private static void keepsItsPause(Conversation user, TurnRecord turn, List<TurnRecord> turns) {
        TurnRecord before = turns.stream()
                .filter(other -> other.conversation() == turn.conversation() && other.turn() == turn.turn() - 1)
                .findFirst()
                .orElseThrow();
        assertThat(turn.exchange().readyNs() - before.exchange().endNs())
                .isEqualTo(user.pauses().get(before.turn()).toNanos());
    }
}
