package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.ServedRequest;
import volley.simulator.http.SimulatedServer;
import volley.tokenizer.TestTokenizers;
import volley.tokenizer.Tokenizer;

/** Conversations with different adapters, whose caches are apart. */
class LoraMixRunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final ServedLog served = new ServedLog();

    /** Questions behind two documents: what is cached for one adapter is no hit for another, for server and lens alike. */
    @Test
    void eachConversationHasOneAdapterAndTheLensKnowsTheirCachesApart() throws Exception {
        GatlingProcess.Ended run;
        try (Tokenizer tokenizer = TestTokenizers.bundled();
                SimulatedServer server = SimulatedServer.with(
                                new FixedRateModel(new SimulatedTiming(1, Double.POSITIVE_INFINITY, 0.2, 100_000)),
                                tokenizer::encode)
                        .listener(served)
                        .start()) {
            run = new GatlingProcess(folder)
                    .with("base-url", server.baseUrl())
                    .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                    .with("dataset-name", "generated-shared-prefix")
                    .with("disable-random-sample", true)
                    .with("gsp-num-groups", 2)
                    .with("gsp-prompts-per-group", 9)
                    .with("gsp-system-prompt-len", 40)
                    .with("gsp-question-len", 8)
                    .with("gsp-output-len", 4)
                    .with("max-concurrency", 1)
                    .with("lora-name", "ada,bob,cy")
                    .with("lora-distribution", "zipf")
                    .with("lora-zipf-alpha", 0.5)
                    .run("volley.SharedPrefix");
        }
        assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
        List<ServedRequest> requests = served.inOrderOfArrival();
        assertThat(requests).hasSize(3 + 18);
        // each adapter is asked for once before the run, so that none is loaded in it
        assertThat(requests.subList(0, 3)).extracting(LoraMixRunTest::adapter).containsExactly("ada", "bob", "cy");
        Map<String, Integer> counts = new HashMap<>();
        requests.subList(3, 21).forEach(request -> counts.merge(adapter(request), 1, Integer::sum));
        assertThat(counts.keySet()).hasSizeGreaterThan(1).isSubsetOf("ada", "bob", "cy");
        assertThat(run.stdout()).contains("adapters   ada " + counts.get("ada") + ", bob " + counts.get("bob"));

        Set<Integer> ideals = new HashSet<>();
        List<String> lines = run.result("cache.jsonl").lines().toList();
        assertThat(lines).hasSize(18);
        for (String line : lines) {
            JsonNode request = JSON.readTree(line);
            assertThat(request.path("reported")).as(line).isEqualTo(request.path("ideal"));
            ideals.add(request.path("ideal").asInt());
        }
        long first = lines.stream().filter(line -> line.contains("\"ideal\":0")).count();
        assertThat(first).as("first requests of an adapter").isGreaterThanOrEqualTo(1);
        assertThat(ideals).hasSizeGreaterThan(1);
    }

    private static String adapter(ServedRequest request) {
        return request.request().body().path("lora_path").asText();
    }
}
