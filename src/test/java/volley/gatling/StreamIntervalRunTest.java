package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.client.WireFormat;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.prepare.Preparation;
import volley.prepare.PromptForm;
import volley.report.line.ResultLineForm;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;
import volley.whatif.VirtualRun;

/**
 * Whole runs against a server that puts several tokens into an event: what the figures of gaps make of it. All answers
 * have as many tokens, so that the means of gaps and of TPOT are in exact proportions, however late each token was.
 */
@Execution(ExecutionMode.CONCURRENT)
class StreamIntervalRunTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Percentage ROUNDING = withinPercentage(0.1);

    private static final String NO_RUNNING_COUNTS = "{\"stream_options\":{\"continuous_usage_stats\":false}}";

    private static final int TURNS = 72;
    private static final int INTERVAL = 4;
    /** The first event's token, and 32 events of {@link #INTERVAL} each. */
    private static final int TOKENS = 1 + 32 * INTERVAL;

    @TempDir
    Path temp;

    @Test
    void gapsOfEventsAreSharedAmongTheTokensThatTheTokenizerCounts() throws Exception {
        JsonNode one = run(play("one", 1));
        theTokensHaveOneEventEach(one);

        GatlingProcess.Ended ended = play("merged", INTERVAL)
                .with("extra-request-body", NO_RUNNING_COUNTS)
                .run("volley.Multiturn");
        JsonNode merged = summary(ended);
        eventsHaveSeveralTokens(merged);
        theTokenizerCounted(merged);
        assertThat(ended.stdout())
                .contains(TURNS + " of " + TURNS + " streams have ITL by the client's tokenizer")
                .contains("Output tokens per event");
        assertThat(value(merged, "/metrics/tpot/median"))
                .as("a server's pace is the same, however it groups its tokens")
                .isCloseTo(value(one, "/metrics/tpot/median"), withinPercentage(20));
    }

    @Test
    void theServerTellsTheTokensOfEachEventWhereItIsAsked() throws Exception {
        JsonNode merged = run(play("told", INTERVAL));
        eventsHaveSeveralTokens(merged);
        allWereTold(merged);
    }

    /** The server's words are tokens to it, but not all to the client: no event's tokens are known. */
    @Test
    void whatTheTokenizerCannotCountHasChunksOnly() throws Exception {
        try (SimulatedServer server = SimulatedServer.with(
                        new FixedRateModel(new SimulatedTiming(1, Double.POSITIVE_INFINITY, 1, 1_000_000)),
                        new WordTokenizer())
                .streamInterval(INTERVAL)
                .start()) {
            GatlingProcess.Ended ended = play("excluded", 1)
                    .without("simulated.stream-interval")
                    .with("extra-request-body", NO_RUNNING_COUNTS)
                    .with("base-url", server.baseUrl())
                    .run("volley.Multiturn");
            JsonNode summary = summary(ended);
            assertThat(value(summary, "/metrics/itl/streams")).isEqualTo(TURNS);
            assertThat(value(summary, "/metrics/itl/excluded_streams")).isEqualTo(TURNS);
            assertThat(value(summary, "/metrics/itl/retokenized_streams")).isZero();
            assertThat(value(summary, "/metrics/itl/count")).isZero();
            assertThat(summary.at("/metrics/itl/mean").isNull()).isTrue();
            // Events in bursts: of some, nobody may know when they came.
            double known = 1 - value(summary, "/run/unresolved_gap_fraction/value") / 100;
            assertThat(value(summary, "/metrics/icl/count")).isEqualTo(Math.rint(known * TURNS * 32));
            assertThat(ended.stdout())
                    .contains(TURNS + " of " + TURNS + " streams came in events of unknown numbers of tokens");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WireFormat.class,
            names = {"CHAT", "GENERATE"})
    void inVirtualTimeNothingButTheEventsChanges(WireFormat format) throws Exception {
        JsonNode one = virtual(format, 1);
        JsonNode merged = virtual(format, INTERVAL);
        theTokensHaveOneEventEach(one);
        eventsHaveSeveralTokens(merged);
        allWereTold(merged);
        for (String metric : new String[] {"ttft", "tpot", "e2e_latency", "stream_end"}) {
            assertThat(merged.path("metrics").path(metric))
                    .isEqualTo(one.path("metrics").path(metric));
        }
    }

    private static void theTokensHaveOneEventEach(JsonNode summary) {
        allWereTold(summary);
        assertThat(value(summary, "/run/tokens_per_event/value")).isEqualTo(1);
        assertThat(value(summary, "/metrics/icl/count")).isEqualTo(TURNS * (TOKENS - 1));
        for (String itl : new String[] {"itl", "itl_burst"}) {
            assertThat(value(summary, "/metrics/" + itl + "/count")).isEqualTo(TURNS * (TOKENS - 1));
            assertThat(value(summary, "/metrics/" + itl + "/max")).isEqualTo(value(summary, "/metrics/icl/max"));
        }
    }

    private static void eventsHaveSeveralTokens(JsonNode summary) {
        assertThat(value(summary, "/run/tokens_per_event/value")).isEqualTo(TOKENS / 33.0);
        double later = TURNS * (TOKENS - 1);
        assertThat(value(summary, "/metrics/icl/count")).isEqualTo(later / INTERVAL);
        assertThat(value(summary, "/metrics/itl/count")).isEqualTo(later);
        assertThat(value(summary, "/metrics/itl_burst/count")).isEqualTo(later);

        double chunkMs = value(summary, "/metrics/icl/mean");
        assertThat(chunkMs).isCloseTo(INTERVAL * value(summary, "/metrics/tpot/mean"), ROUNDING);
        assertThat(chunkMs * later / INTERVAL)
                .as("all of the time is shared")
                .isCloseTo(value(summary, "/metrics/itl/mean") * later, ROUNDING)
                .isCloseTo(value(summary, "/metrics/itl_burst/mean") * later, ROUNDING);

        assertThat(value(summary, "/metrics/itl_burst/median"))
                .as("three tokens of four come with the one before")
                .isZero();
        assertThat(value(summary, "/metrics/itl_burst/max")).isEqualTo(value(summary, "/metrics/icl/max"));
        assertThat(value(summary, "/metrics/itl/max"))
                .isCloseTo(value(summary, "/metrics/icl/max") / INTERVAL, ROUNDING);
    }

    private static void theTokenizerCounted(JsonNode summary) {
        coverage(summary, TURNS);
    }

    private static void allWereTold(JsonNode summary) {
        coverage(summary, 0);
    }

    private static void coverage(JsonNode summary, int retokenized) {
        for (String itl : new String[] {"itl", "itl_burst"}) {
            assertThat(value(summary, "/metrics/" + itl + "/streams")).isEqualTo(TURNS);
            assertThat(value(summary, "/metrics/" + itl + "/excluded_streams")).isZero();
            assertThat(value(summary, "/metrics/" + itl + "/retokenized_streams"))
                    .isEqualTo(retokenized);
        }
    }

    private GatlingProcess play(String name, int interval) throws Exception {
        Path own = Files.createDirectories(temp.resolve(name));
        return new GatlingProcess(own)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("num-prompts", 24)
                .with("request-rate", 40)
                .with("fixed-output-len", TOKENS)
                .with("simulated.stream-interval", interval)
                .with("output-file", own.resolve("line.jsonl"));
    }

    private static JsonNode run(GatlingProcess process) throws Exception {
        return summary(process.run("volley.Multiturn"));
    }

    private static JsonNode summary(GatlingProcess.Ended run) throws Exception {
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        return JSON.readTree(run.result("summary.json"));
    }

    private JsonNode virtual(WireFormat format, int interval) throws Exception {
        Properties given = new Properties();
        given.setProperty("volley.simulate", "true");
        given.setProperty("volley.disable-tqdm", "true");
        given.setProperty("volley.fixed-output-len", String.valueOf(TOKENS));
        given.setProperty("volley.simulated.stream-interval", String.valueOf(interval));
        Preparation chat = Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), given);
        Preparation prepared = new Preparation(
                chat.simulation(),
                chat.settings(),
                chat.target(),
                new PromptForm(chat.tokenizer(), chat.overhead(), format),
                chat.source(),
                chat.plan(),
                chat.phase());
        Path own = Files.createDirectories(temp.resolve("virtual-" + interval));
        VirtualRun.compute(
                prepared,
                VirtualRun.answers(prepared, prepared.settings().simulated().engine()),
                own,
                ResultLineForm.BENCH_SERVING,
                (turn, figures) -> {});
        prepared.tokenizer().close();
        return JSON.readTree(own.resolve("summary.json").toFile());
    }

    private static double value(JsonNode summary, String pointer) {
        assertThat(summary.at(pointer).isNumber())
                .as("%s in %s", pointer, summary)
                .isTrue();
        return summary.at(pointer).doubleValue();
    }
}
