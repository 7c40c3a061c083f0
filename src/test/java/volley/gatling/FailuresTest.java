package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import volley.client.DeafServer;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.Fault;
import volley.simulator.http.FaultRule;
import volley.simulator.http.SimulatedServer;

/** What a run does when the server is slow, busy or dead, or the user has seen enough. */
@Execution(ExecutionMode.CONCURRENT)
class FailuresTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration FOREVER = Duration.ofMinutes(10);

    @TempDir
    Path folder;

    private final CountDownLatch seen = new CountDownLatch(2);

    @Test
    void aSlowFirstTokenAndABusyServerAreClassesOfTheirOwn() throws Exception {
        // A's answer never begins; B is told to come back, and does; the watchdog sees A
        Set<String> refused = ConcurrentHashMap.newKeySet();
        FaultRule faults = request -> {
            String first = request.firstUserMessage();
            if (first.startsWith("A")) {
                return Fault.extraLatency(FOREVER);
            }
            boolean busy = first.startsWith("B") && refused.add("B");
            return busy ? Fault.status(429, Duration.ZERO) : Fault.none();
        };
        try (SimulatedServer server = server(faults)) {
            GatlingProcess.Ended run = play(server)
                    .with("first-token-timeout-seconds", 2)
                    .with("retry-after", 1)
                    .with("watchdog-seconds", 0.5)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
            assertThat(run.stderr()).contains("waiting for the server's answers to turn 1 of conversation 0");
            JsonNode summary = JSON.readTree(run.result("summary.json"));
            assertThat(summary.at("/turns/ok").asInt()).isEqualTo(2);
            assertThat(summary.at("/turns/by_outcome/timeout_first_token").asInt())
                    .isEqualTo(1);
            assertThat(summary.at("/turns/by_outcome/skipped_after_failure").asInt())
                    .isEqualTo(1);
            assertThat(summary.at("/turns/complete").asBoolean()).isTrue();
            assertThat(summary.path("warnings").toString()).contains("1 requests were sent again");
            assertThat(summary.at("/run/requests_sent_again/value").asInt()).isEqualTo(1);
            assertThat(run.result("requests.jsonl").lines().filter(turn -> turn.contains("\"retries\":1,")))
                    .singleElement()
                    .asString()
                    .contains("\"client_queue_ns\":null,\"schedule_lag_ns\":null");
        }
    }

    @Test
    void aBusyServerIsAFailureUnlessRetriesAreAsked() throws Exception {
        FaultRule busy = FaultRule.when(
                request -> request.firstUserMessage().startsWith("A"), Fault.status(503, Duration.ofSeconds(1)));
        try (SimulatedServer server = server(busy)) {
            GatlingProcess.Ended run = play(server).run("volley.Multiturn");
            JsonNode summary = JSON.readTree(run.result("summary.json"));
            assertThat(summary.at("/turns/by_outcome/retry_later").asInt()).isEqualTo(1);
            assertThat(summary.at("/turns/ok").asInt()).isEqualTo(2);
        }
    }

    @Test
    void noConnectionInTimeIsAFailureAndHoldsNothingUp() throws Exception {
        DeafServer.assumeThatConnectionsHang();
        try (DeafServer server = new DeafServer()) {
            Thread beforeTheLoad = new Thread(() -> answerOneConnection(server));
            beforeTheLoad.start();
            GatlingProcess.Ended run = play(server.url())
                    .with("connect-timeout-seconds", 0.5)
                    .with("warmup-requests", 0)
                    .with("flush-cache", false)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
            JsonNode turns = JSON.readTree(run.result("summary.json")).path("turns");
            assertThat(turns.at("/by_outcome/connect").asInt()).isEqualTo(2);
            assertThat(turns.path("failed").asInt()).isEqualTo(2);
            assertThat(turns.path("skipped_after_failure").asInt()).isEqualTo(2);
            assertThat(turns.path("complete").asBoolean()).isTrue();
            assertThat(run.result("requests.jsonl").lines().filter(turn -> turn.contains("\"outcome\":\"connect\"")))
                    .hasSize(2)
                    .allMatch(turn -> turn.contains("\"error\":\"no connection within 500 ms\""))
                    .allMatch(turn -> turn.contains("\"connected_ns\":null"));
            server.close();
            beforeTheLoad.join();
        }
    }

    /** The one of what comes before the load, and with its first answer the server is deaf to all others. */
    private static void answerOneConnection(DeafServer server) {
        String models = "{\"data\":[{\"id\":\"model\"}]}";
        try (Socket control = server.accept()) {
            assertThat(server.fill()).isTrue();
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(control.getInputStream(), StandardCharsets.UTF_8));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty()) {
                    String answer = "HTTP/1.1 200 OK\r\ncontent-length: " + models.length() + "\r\n\r\n" + models;
                    control.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    @Test
    void ctrlCCancelsAndStillWritesEveryResult() throws Exception {
        FaultRule never = request -> {
            if (request.firstUserMessage().matches("[AB] .*")) {
                seen.countDown();
                return Fault.extraLatency(FOREVER);
            }
            return Fault.none();
        };
        try (SimulatedServer server = server(never)) {
            GatlingProcess.Ended run = play(server).run("volley.Multiturn", process -> {
                assertThat(seen.await(60, TimeUnit.SECONDS)).isTrue();
                new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                        .start()
                        .waitFor();
            });
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(130);
            JsonNode turns = JSON.readTree(run.result("summary.json")).path("turns");
            assertThat(turns.path("planned").asInt()).isEqualTo(4);
            assertThat(turns.path("cancelled").asInt()).as("%s", turns).isEqualTo(4);
            assertThat(turns.path("complete").asBoolean()).isTrue();
            assertThat(run.result("requests.jsonl").lines()).hasSize(4);
            assertThat(run.result("index.html")).contains("cancelled");
            assertThat(folder.resolve("line.jsonl")).exists();
            assertThat(run.stdout()).contains("the run was stopped by a signal");
        }
    }

    @Test
    void ctrlCBehindVolleysPageLeavesGatlingsReport() throws Exception {
        try (SimulatedServer server = server(request -> Fault.none())) {
            GatlingProcess.Ended run = play(server).run("volley.Multiturn", process -> {
                FolderWatch.until(folder, "Volley's page", () -> Files.readString(folder.resolve("stdout.txt"))
                        .contains("\nPage "));
                new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                        .start()
                        .waitFor();
            });
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isIn(0, 130);
            assertThat(run.runFolder().resolve("index.html")).exists();
            assertThat(run.stderr()).doesNotContain("stopped");
        }
    }

    @Test
    void ctrlCDoesNotWaitForConversationsThatThink() throws Exception {
        FaultRule both = request -> {
            if (request.firstUserMessage().matches("[AB] .*")) {
                seen.countDown();
            }
            return Fault.none();
        };
        try (SimulatedServer server = server(both)) {
            GatlingProcess.Ended run = play(server)
                    .with("think-time-seconds", 3600)
                    .with("watchdog-seconds", 0.2)
                    .with("live-interval-seconds", 0.5)
                    .run("volley.Multiturn", process -> {
                        assertThat(seen.await(60, TimeUnit.SECONDS)).isTrue();
                        // three of these lines are a second, in which the watchdog could have spoken
                        FolderWatch.until(
                                folder,
                                "progress lines while both think",
                                () -> Files.readString(folder.resolve("stderr.txt"))
                                                .split("2 of 4 turns, 0 in flight", -1)
                                                .length
                                        > 3);
                        new ProcessBuilder("kill", "-INT", String.valueOf(process.pid()))
                                .start()
                                .waitFor();
                    });
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(130);
            assertThat(run.stderr()).doesNotContain("nothing has moved");
            JsonNode turns = JSON.readTree(run.result("summary.json")).path("turns");
            assertThat(turns.path("ok").asInt()).as("%s", turns).isEqualTo(2);
            assertThat(turns.path("cancelled").asInt()).as("%s", turns).isEqualTo(2);
            assertThat(turns.path("complete").asBoolean()).isTrue();
        }
    }

    private static SimulatedServer server(FaultRule faults) {
        SimulatedTiming timing = new SimulatedTiming(5, Double.POSITIVE_INFINITY, 1, 100_000);
        return SimulatedServer.with(
                        new FixedRateModel(timing), text -> text.codePoints().toArray())
                .faults(faults)
                .start();
    }

    /** Conversations A and B of 2 turns each. */
    private GatlingProcess play(SimulatedServer server) throws IOException {
        return play(server.baseUrl());
    }

    private GatlingProcess play(String baseUrl) throws IOException {
        Path dataset =
                Files.writeString(folder.resolve("ab.json"), "[" + conversation("A") + "," + conversation("B") + "]");
        return new GatlingProcess(folder)
                .with("base-url", baseUrl)
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", dataset)
                .with("disable-shuffle", true)
                .with("num-prompts", 2)
                .with("fixed-output-len", 4)
                .with("output-file", folder.resolve("line.jsonl"));
    }

    private static String conversation(String name) {
        String turn = "{\"from\":\"human\",\"value\":\"" + name + " asks a question\"},"
                + "{\"from\":\"gpt\",\"value\":\"this answer is never sent\"}";
        return "{\"id\":\"" + name + "\",\"conversations\":[" + turn + "," + turn + "]}";
    }
}
