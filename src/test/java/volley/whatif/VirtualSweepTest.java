package volley.whatif;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.prepare.SweepPlan;

/** Synthetic conversations on several configurations of an engine, at the user's rates and between them. */
class VirtualSweepTest {
    @TempDir
    private Path folder;

    /** As every other plan of one rate. */
    @Test
    void oneRateIsLookedAtBelowItselfToo() throws IOException {
        JsonNode comparison = compare("request-rate", "64");
        assertThat(comparison.path("curves")).hasSize(2).allSatisfy(curve -> assertThat(rates(curve))
                .contains(4.0, 8.0, 16.0, 32.0, 48.0, 64.0));
        assertThat(comparison.at("/servers/0/turns_planned").asInt())
                .as("requests are compared at the rate itself: three seeds of 12 conversations of 3 turns")
                .isEqualTo(108);
    }

    /** Which the rates of a sweep tell to a factor of 200 only. */
    @Test
    void whatIsCarriedIsLookedForBetweenTheRatesOfASweep() throws IOException {
        JsonNode comparison = compare("sweep-rates", "400,2");
        assertThat(comparison.path("curves"))
                .allSatisfy(curve ->
                        assertThat(rates(curve)).startsWith(2.0).endsWith(400.0).hasSizeGreaterThan(2));
        assertThat(comparison.at("/rates/carried")).hasSize(2).allSatisfy(carried -> assertThat(
                        carried.path("requests_per_second").asDouble())
                .isStrictlyBetween(2.0, 400.0));
    }

    private static List<Double> rates(JsonNode curve) {
        List<Double> rates = new ArrayList<>();
        curve.path("requests_per_second").forEach(rate -> rates.add(rate.asDouble()));
        return rates;
    }

    private JsonNode compare(String name, String value) throws IOException {
        Properties given = new Properties();
        given.setProperty("volley.simulate", "true");
        given.setProperty("volley.disable-tqdm", "true");
        given.setProperty("volley.simulated.configurations", "fcfs,hierarchical");
        given.setProperty("volley.disable-random-sample", "true");
        given.setProperty("volley.num-clients", "12");
        given.setProperty("volley.num-rounds", "3");
        given.setProperty("volley.request-length", "64");
        given.setProperty("volley.output-length", "16");
        given.setProperty("volley.repeats", "3");
        given.setProperty("volley.output-file", folder.resolve("line.jsonl").toString());
        given.setProperty("volley." + name, value);
        VirtualSweep.run(SweepPlan.prepare(PlayedSimulation.of(SimulationKind.SYNTHETIC_MULTITURN), given), folder);
        return new ObjectMapper().readTree(folder.resolve("comparison.json").toFile());
    }
}
