package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.client.Outcome;
import volley.config.PlayedSimulation;
import volley.config.SimulatedEngine;
import volley.config.SimulationKind;
import volley.metrics.TurnRecord;
import volley.prepare.Preparation;
import volley.simulator.Engines;

/** The dial's requests against the simulated engine: nothing is sent before what it begins with is in the cache. */
class CacheDialPlayTest {
    @ParameterizedTest
    @CsvSource({"0.8, users, inf", "0.5, users, 40", "0.6, conversations, inf", "0.3, conversations, 40"})
    void theServersHitsAreWhatWasAskedToAToken(double hitRate, String among, String rate) {
        Properties given = new Properties();
        given.setProperty("volley.simulate", "true");
        given.setProperty("volley.dataset-name", "cache-dial");
        given.setProperty("volley.hit-rate", String.valueOf(hitRate));
        given.setProperty("volley.hit-rate-among", among);
        given.setProperty("volley.request-rate", rate);
        given.setProperty("volley.num-prompts", "40");
        given.setProperty("volley.dial-input-len", "300");
        given.setProperty("volley.dial-output-len", "8");
        Preparation prepared = Preparation.of(PlayedSimulation.of(SimulationKind.SINGLE_TURN), given);
        SimulatedEngine engine = prepared.settings().simulated().engine();
        List<TurnRecord> turns = new ArrayList<>();
        new VirtualPlaying(prepared, VirtualRun.answers(prepared, engine), Engines.config(engine), turns::add).play();
        assertThat(turns).hasSize(40).allMatch(turn -> turn.outcome() == Outcome.OK);
        long prompts = turns.stream()
                .mapToLong(turn -> turn.exchange().usage().promptTokens())
                .sum();
        long cached = turns.stream()
                .mapToLong(turn -> turn.exchange().usage().cachedTokens())
                .sum();
        assertThat(cached).isEqualTo(Math.round(hitRate * prompts));
    }
}
