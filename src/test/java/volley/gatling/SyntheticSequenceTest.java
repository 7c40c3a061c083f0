package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.TextStore;
import volley.dataset.Turn;
import volley.dataset.synthetic.SyntheticDialogues;
import volley.plan.RandomStream;
import volley.simulator.FixedRateModel;
import volley.simulator.SimulatedTiming;
import volley.simulator.http.ServedRequest;
import volley.simulator.http.SimulatedServer;
import volley.tokenizer.TestTokenizers;
import volley.tokenizer.Tokenizer;

/**
 * Everything {@code volley.SyntheticMultiturn} sends, as one sequence of whole request bodies, against an oracle that
 * states {@code bench_multiturn}'s rules anew. With one request at a time nothing of the order is left to chance: whoever
 * goes next is decided when all who may go are there.
 */
@Execution(ExecutionMode.CONCURRENT)
class SyntheticSequenceTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Path TOKENIZER = Path.of("data", "tokenizer");
    private static final long SEED = 7;

    @TempDir
    Path folder;

    private final ServedLog served = new ServedLog();

    /** One turn of one conversation, both counted from 0. */
    private record Place(int conversation, int round) {}

    /** Every pair of queue, barrier and interface, with rounds and lengths that differ; over two rates, or at one. */
    @ParameterizedTest(name = "{0} queue, barrier {1}, {2} api, history as {3}, rates {4}")
    @CsvSource({
        "fifo,   false, sglang, text, '400,300'",
        "fifo,   true,  sglang, ids,  '400,300'",
        "fifo,   true,  openai, text, 300",
        "random, true,  sglang, text, '400,300'",
        "random, false, sglang, ids,  inf",
        "random, false, openai, text, '400,300'"
    })
    void theServerSeesExactlyTheOraclesSequence(String queue, boolean barrier, String api, String history, String rates)
            throws Exception {
        Map<String, String> parameters = new TreeMap<>(Map.of(
                "ready-queue-policy", queue,
                "enable-round-barrier", String.valueOf(barrier),
                "api-format", api,
                "history", history));
        parameters.putAll(Map.of(
                "tokenizer",
                TOKENIZER.toAbsolutePath().toString(),
                "disable-random-sample",
                "true",
                "seed",
                String.valueOf(SEED),
                rates.contains(",") ? "sweep-rates" : "request-rate",
                rates,
                "max-parallel",
                "1",
                "num-clients",
                "5",
                "min-rounds",
                "1",
                "max-rounds",
                "4",
                "request-length",
                "40",
                "sub-question-input-length",
                "20"));
        parameters.putAll(Map.of(
                "output-length", "6",
                "range-ratio", "0.3",
                "lora-path", "ada",
                "model-path", "some/model",
                "warmup-requests", "0",
                "log-file", folder.resolve("line.jsonl").toString()));
        GatlingProcess.Ended run;
        try (Tokenizer tokenizer = TestTokenizers.bundled()) {
            try (SimulatedServer server = SimulatedServer.with(
                            new FixedRateModel(new SimulatedTiming(2, Double.POSITIVE_INFINITY, 0.5, 100_000)),
                            tokenizer::encode)
                    .listener(served)
                    .start()) {
                parameters.put("base-url", server.baseUrl());
                GatlingProcess process = new GatlingProcess(folder);
                parameters.forEach(process::with);
                run = process.run("volley.SyntheticMultiturn");
            }
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            boolean chat = api.equals("openai");
            List<ServedRequest> requests = served.inOrderOfArrival();
            assertThat(requests)
                    .extracting(each -> each.request().route())
                    .containsOnly(chat ? "/v1/chat/completions" : "/generate");
            assertThat(requests)
                    .extracting(each -> each.request().body())
                    .isEqualTo(expected(parameters, tokenizer, requests));
        }
    }

    /** The bodies of all rates. The answers are those the server gave, each put behind its own question only. */
    private static List<JsonNode> expected(
            Map<String, String> parameters, Tokenizer tokenizer, List<ServedRequest> answered) {
        List<JsonNode> bodies = new ArrayList<>();
        for (List<Conversation> rate : conversations(parameters, tokenizer)) {
            int[] rounds = rate.stream().mapToInt(each -> each.turns().size()).toArray();
            assertThat(Arrays.stream(rounds).distinct())
                    .as("rounds that differ")
                    .hasSizeGreaterThan(2);
            List<List<String>> histories = new ArrayList<>();
            rate.forEach(each -> histories.add(new ArrayList<>()));
            for (Place place : order(
                    rounds,
                    parameters.get("ready-queue-policy").equals("random"),
                    Boolean.parseBoolean(parameters.get("enable-round-barrier")))) {
                Turn turn = rate.get(place.conversation()).turns().get(place.round());
                List<String> history = histories.get(place.conversation());
                history.add(turn.prompt());
                bodies.add(
                        parameters.get("api-format").equals("openai")
                                ? chat(history, turn.outputTokens())
                                : generate(history, turn.outputTokens(), parameters.get("history"), tokenizer));
                if (bodies.size() > answered.size()) {
                    return bodies;
                }
                history.add(answered.get(bodies.size() - 1).answer());
            }
        }
        return bodies;
    }

    /**
     * The rules of the ready queue, with one request at a time. All conversations wait at first, in their order. First
     * come, first served takes the head; a random queue draws evenly among those who wait, and the last of them takes the
     * empty place. Whoever has a further round gets to the end again with its answer; behind the barrier, when the round
     * has ended for all.
     */
    private static List<Place> order(int[] rounds, boolean random, boolean barrier) {
        var draw = RandomStream.ORDER.open(SEED);
        List<Place> ready = new ArrayList<>();
        for (int conversation = 0; conversation < rounds.length; conversation++) {
            ready.add(new Place(conversation, 0));
        }
        List<Place> order = new ArrayList<>();
        List<Place> held = new ArrayList<>();
        while (!ready.isEmpty()) {
            if (random) {
                Collections.swap(ready, draw.nextInt(ready.size()), ready.size() - 1);
            }
            Place next = ready.remove(random ? ready.size() - 1 : 0);
            order.add(next);
            if (next.round() + 1 < rounds[next.conversation()]) {
                (barrier ? held : ready).add(new Place(next.conversation(), next.round() + 1));
            }
            if (ready.isEmpty()) {
                ready.addAll(held);
                held.clear();
            }
        }
        return order;
    }

    /** The oracle gives upstream's own example, and each rule shows in what it gives. */
    @Test
    void theOracleTellsTheRulesApart() {
        int[] rounds = {2, 3, 4};
        assertThat(order(rounds, false, false))
                .extracting(place -> "ABC".charAt(place.conversation()) + String.valueOf(place.round() + 1))
                .containsExactly("A1", "B1", "C1", "A2", "B2", "C2", "B3", "C3", "C4");
        List<Place> free = order(rounds, true, false);
        List<Place> held = order(rounds, true, true);
        assertThat(free).isNotEqualTo(held).extracting(Place::round).isNotEqualTo(sorted(free));
        assertThat(held).extracting(Place::round).isEqualTo(sorted(held));
        assertThat(held).isNotEqualTo(order(rounds, false, true)).containsExactlyInAnyOrderElementsOf(free);
    }

    private static List<Integer> sorted(List<Place> places) {
        return places.stream().map(Place::round).sorted().toList();
    }

    /** What goes to {@code /generate}: the history without anything between, all of it text or all of it token ids. */
    private static JsonNode generate(List<String> history, int outputTokens, String form, Tokenizer tokenizer) {
        ObjectNode body = JSON.objectNode();
        if (form.equals("ids")) {
            ArrayNode ids = body.putArray("input_ids");
            history.forEach(text -> {
                for (int id : tokenizer.encode(text)) {
                    ids.add(id);
                }
            });
        } else {
            body.put("text", String.join("", history));
        }
        body.putObject("sampling_params")
                .put("temperature", 0.0)
                .put("max_new_tokens", outputTokens)
                .put("ignore_eos", true);
        return body.put("stream", true)
                .put("lora_path", "ada")
                .put("return_logprob", false)
                .put("logprob_start_len", -1);
    }

    /** What goes to the chat API: a message of each text, by turns the user's and the server's. */
    private static JsonNode chat(List<String> history, int outputTokens) {
        ObjectNode body = JSON.objectNode();
        ArrayNode messages = body.putArray("messages");
        for (String text : history) {
            messages.addObject()
                    .put("role", messages.size() % 2 == 1 ? "user" : "assistant")
                    .put("content", text);
        }
        body.putObject("stream_options").put("include_usage", true).put("continuous_usage_stats", true);
        return body.put("model", "some/model")
                .put("lora_path", "ada")
                .put("max_tokens", outputTokens)
                .put("temperature", 0.0)
                .put("stream", true)
                .put("ignore_eos", true);
    }

    /** The texts and lengths of each rate, from the same parameters. */
    private static List<List<Conversation>> conversations(Map<String, String> parameters, Tokenizer tokenizer) {
        Properties properties = new Properties();
        parameters.forEach((name, value) -> properties.setProperty("volley." + name, value));
        Settings settings = SettingsReader.read(properties, SimulationKind.SYNTHETIC_MULTITURN);
        return SyntheticDialogues.make(
                        settings,
                        settings.generated().dialogues().requestsPerSecond().size(),
                        tokenizer,
                        TextStore.MEMORY)
                .stream()
                .map(each -> each.dataset().conversations())
                .toList();
    }
}
