package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.config.EngineConfiguration;
import volley.config.PlayedSimulation;
import volley.config.SimulatedEngine;
import volley.config.SimulationKind;
import volley.metrics.TurnRecord;
import volley.plan.Plan;
import volley.prepare.Preparation;
import volley.prepare.SweepPlan;
import volley.simulator.Engines;
import volley.whatif.VirtualAnswers;
import volley.whatif.VirtualPlaying;
import volley.whatif.VirtualRun;

/**
 * The sweep in virtual time, as users run it, against figures of others: a reference run of the same model in another
 * implementation, and a real server's. Both are of SGLang's own benchmark, which waits for each gap after a request was
 * sent ({@code pacing=upstream}).
 */
class PublishedFiguresTest {
    /**
     * 256 conversations of 5 rounds, 512 new and 64 answered tokens, 128 in flight. The reference is one seed's, which can
     * be a quarter off the mean over several.
     */
    @ParameterizedTest
    @CsvSource({"16, 11.0, 8.1, 5.8, 3.2", "8, 6.2, 5.1, 4.2, 1.5", "4, 4.9, 3.0, 2.4, 0.18"})
    void everyStepFromNoCacheToAHierarchicalOneShortensTheTimeToFirstToken(
            double rate, double none, double fcfs, double lpm, double hierarchical) {
        double[] referenceSeconds = {none, fcfs, lpm, hierarchical};
        List<Double> means = meanTtftMs(rate, 12);
        assertThat(means).isSortedAccordingTo(Comparator.reverseOrder());
        for (int i = 0; i < referenceSeconds.length; i++) {
            assertThat(means.get(i) / 1e3)
                    .as("%s at %s/s", List.of(EngineConfiguration.values()).get(i), rate)
                    .isCloseTo(referenceSeconds[i], withinPercentage(25));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {14, 12, 10, 9, 7, 6, 5})
    void theOrderIsTheSameAtEveryRateBetween(double rate) {
        assertThat(meanTtftMs(rate, 4)).isSortedAccordingTo(Comparator.reverseOrder());
    }

    /** By configuration, over so many seeds. */
    private static List<Double> meanTtftMs(double rate, int seeds) {
        Preparation prepared = prepare("request-rate", String.valueOf(rate));
        SimulatedEngine asked = prepared.settings().simulated().engine();
        VirtualAnswers answers = VirtualRun.answers(prepared, asked);
        List<Preparation> drawn = LongStream.rangeClosed(1, seeds)
                .mapToObj(seed -> seeded(prepared, seed))
                .toList();
        return Arrays.stream(EngineConfiguration.values())
                .map(configuration -> drawn.stream()
                        .mapToDouble(each -> VirtualRun.meanTtftMs(each, answers, configuration.of(asked)))
                        .average()
                        .orElseThrow())
                .toList();
    }

    /**
     * SGLang's pull request 27010: 128 conversations, page 64, 262,144 tokens on the device, a barrier between rounds. One
     * run's rates are a draw of the random order (a standard deviation of up to .03 a round), so the mean of many is
     * compared.
     */
    @Test
    void hitRatesByRoundFallAsPublished() {
        double[] published = {0, .470588, .653846, .630580, .363459, .239976, .146925, .143266, .055469, .035112};
        int runs = 64;
        double[] mean = new double[published.length];
        Preparation prepared = rounds("simulated.max-total-tokens", "262144");
        VirtualAnswers answers =
                VirtualRun.answers(prepared, prepared.settings().simulated().engine());
        for (int seed = 1; seed <= runs; seed++) {
            double[] rates = hitRateByRound(seeded(prepared, seed), answers);
            for (int round = 0; round < mean.length; round++) {
                mean[round] += rates[round] / runs;
            }
        }
        for (int round = 0; round < mean.length; round++) {
            assertThat(mean[round])
                    .as("round %d of %s", round, Arrays.toString(mean))
                    .isCloseTo(published[round], within(round <= 6 ? 0.02 : 0.05));
        }
    }

    @Test
    void aHostFourTimesTheDeviceFindsTheRest() {
        Preparation prepared = rounds(
                "simulated.max-total-tokens",
                "262144",
                "simulated.enable-hierarchical-cache",
                "true",
                "simulated.hicache-ratio",
                "4");
        double[] rates = hitRateByRound(
                prepared,
                VirtualRun.answers(prepared, prepared.settings().simulated().engine()));
        double[] published = {0, .471, .654, .743, .795};
        for (int round = 0; round < published.length; round++) {
            assertThat(rates[round]).as("round %d", round).isCloseTo(published[round], within(0.001));
        }
    }

    private static Preparation rounds(String... namesAndValues) {
        List<String> all = new ArrayList<>(List.of(namesAndValues));
        all.addAll(
                List.of("num-clients", "128", "num-rounds", "10", "request-rate", "1", "enable-round-barrier", "true"));
        all.addAll(List.of("simulated.page-size", "64"));
        return prepare(all.toArray(String[]::new));
    }

    private static double[] hitRateByRound(Preparation prepared, VirtualAnswers answers) {
        double[] cached = new double[10];
        double[] prompt = new double[10];
        SimulatedEngine asked = prepared.settings().simulated().engine();
        new VirtualPlaying(prepared, answers, Engines.config(asked), turn -> count(turn, cached, prompt)).play();
        for (int round = 0; round < cached.length; round++) {
            cached[round] /= prompt[round];
        }
        return cached;
    }

    private static void count(TurnRecord turn, double[] cached, double[] prompt) {
        Exchange exchange = turn.exchange();
        assertThat(exchange.outcome()).isEqualTo(Outcome.OK);
        cached[turn.turn()] += exchange.usage().cachedTokens();
        prompt[turn.turn()] += exchange.usage().promptTokens();
    }

    /** The same conversations, drawn and timed by another seed. */
    private static Preparation seeded(Preparation prepared, long seed) {
        Plan plan = prepared.plan();
        return prepared.with(Plan.of(plan.mode(), plan.conversations(), plan.load(), seed));
    }

    private static Preparation prepare(String... namesAndValues) {
        Properties properties = new Properties();
        properties.setProperty("volley.simulate", "true");
        properties.setProperty("volley.disable-tqdm", "true");
        properties.setProperty("volley.disable-random-sample", "true");
        properties.setProperty("volley.pacing", "upstream");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return SweepPlan.prepare(PlayedSimulation.of(SimulationKind.SYNTHETIC_MULTITURN), properties)
                .get(0);
    }
}
