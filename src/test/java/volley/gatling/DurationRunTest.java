package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.WordTokenizer;
import volley.simulator.http.Fault;
import volley.simulator.http.FaultRule;
import volley.simulator.http.SimulatedServer;

/** Runs that end by their time. */
class DurationRunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    /** All answers but the first two hang, so that three turns are under way when the time is over, and after the grace too. */
    @Test
    void whatIsNotSentIsInNoFigureAndWhatIsUnderWayIsCancelledAfterTheGrace() throws Exception {
        GatlingProcess.Ended run;
        try (SimulatedServer server = server(FaultRule.when(seen -> seen.number() > 2, Fault.hang(1)))) {
            run = play(server)
                    .with("num-prompts", 20)
                    .with("max-concurrency", 3)
                    .with("duration-seconds", 0.8)
                    .with("grace-seconds", 0.4)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(server.arrivals()).isEqualTo(5);
        }
        JsonNode summary = JSON.readTree(run.result("summary.json"));
        assertThat(summary.at("/turns/planned").asInt()).isEqualTo(5);
        assertThat(summary.at("/turns/ok").asInt()).isEqualTo(2);
        assertThat(summary.at("/turns/cancelled").asInt()).isEqualTo(3);
        assertThat(summary.at("/turns/complete").asBoolean()).isTrue();
        assertThat(summary.at("/ended/by").asText()).isEqualTo("time");
        assertThat(summary.at("/ended/turns_not_sent").asInt()).isPositive();
        assertThat(run.result("requests.jsonl").lines()).hasSize(5);
        assertThat(run.stdout())
                .contains("the run ended by its time (-Dvolley.duration-seconds=0.8): "
                        + summary.at("/ended/turns_not_sent").asInt() + " turns of the plan were not sent");
    }

    /** Slots that would come in minutes hold up neither the end of a rate nor the next one; a plan may also end first. */
    @Test
    void eachRateOfASweepHasItsOwnTime() throws Exception {
        GatlingProcess.Ended run;
        try (SimulatedServer server = server(FaultRule.none())) {
            run = play(server)
                    .with("api-format", "openai")
                    .with("num-clients", 4)
                    .with("num-rounds", 2)
                    .with("request-length", 8)
                    .with("output-length", 4)
                    .with("sweep-rates", "0.01,4000")
                    .with("max-concurrency", 4)
                    .with("duration-seconds", 1.2)
                    .with("grace-seconds", 60)
                    .run("volley.SyntheticMultiturn");
        }
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        JsonNode slow = JSON.readTree(run.result("rate-0.01/summary.json"));
        assertThat(slow.at("/ended/by").asText()).isEqualTo("time");
        assertThat(slow.at("/turns/planned").asInt()
                        + slow.at("/ended/turns_not_sent").asInt())
                .isEqualTo(8);
        assertThat(slow.at("/turns/planned").asInt()).isBetween(1, 3);
        assertThat(slow.at("/turns/ok")).isEqualTo(slow.at("/turns/planned"));
        JsonNode fast = JSON.readTree(run.result("rate-4000/summary.json"));
        assertThat(fast.at("/turns/ok").asInt()).isEqualTo(8);
        assertThat(fast.at("/ended/by").asText()).isEqualTo("plan");
        assertThat(fast.path("warnings").toString()).contains("the plan was played to its end before the run's time");
    }

    /** Two clients, one conversation after the other, as token ids: those under way are never more. */
    @Test
    void aClientWhoseConversationHasEndedBeginsAnother() throws Exception {
        GatlingProcess.Ended run;
        try (SimulatedServer server = server(FaultRule.when(seen -> seen.number() == 5, Fault.status(500)))) {
            run = play(server)
                    .with("new-sessions", true)
                    .with("num-clients", 2)
                    .with("num-rounds", 3)
                    .with("request-length", 8)
                    .with("output-length", 4)
                    .with("sweep-rates", 40)
                    .with("duration-seconds", 2)
                    .with("failure-budget", 1)
                    .run("volley.SyntheticMultiturn");
        }
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        JsonNode summary = JSON.readTree(run.result("summary.json"));
        JsonNode ended = summary.path("ended");
        assertThat(ended.path("by").asText()).isEqualTo("time");
        int began = ended.path("sessions_began").asInt();
        assertThat(ended.path("sessions_failed").asInt()).isEqualTo(1);
        assertThat(began - ended.path("sessions_ended").asInt() - 1).isBetween(0, 2);
        assertThat(ended.path("turns_not_sent").asInt()).isBetween(0, 4);
        Map<String, Integer> turns = new TreeMap<>();
        for (String line : run.result("requests.jsonl").lines().toList()) {
            turns.merge(JSON.readTree(line).path("conversation_id").asText(), 1, Integer::sum);
        }
        assertThat(turns).as(run.stdout()).hasSize(began).hasSizeGreaterThan(2);
        assertThat(turns.values().stream().filter(count -> count == 3).count())
                .isGreaterThanOrEqualTo(ended.path("sessions_ended").asInt());
        assertThat(run.stdout()).contains(began + " conversations began, one when another had ended");
    }

    private static SimulatedServer server(FaultRule faults) {
        return SimulatedServer.with(
                        new FixedRateModel(new SimulatedTiming(1, Double.POSITIVE_INFINITY, 0.1, 100_000)),
                        new WordTokenizer())
                .faults(faults)
                .start();
    }

    private GatlingProcess play(SimulatedServer server) {
        return new GatlingProcess(folder)
                .with("base-url", server.baseUrl())
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                .with("warmup-requests", 0)
                .with("lens.enabled", false)
                .with("output-file", folder.resolve("line.jsonl"));
    }
}
