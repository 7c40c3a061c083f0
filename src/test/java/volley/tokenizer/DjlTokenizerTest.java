package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;

/** The bundled tokenizer through DJL. */
final class DjlTokenizerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Tokenizer tokenizer;

    @BeforeAll
    static void load() {
        tokenizer = TestTokenizers.bundled();
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void givesTheIdsOfTheLibraryThatTrainedIt() throws IOException {
        // Written by Python's tokenizers 0.23.3 from the same tokenizer.json.
        JsonNode golden = JSON.readTree(getClass().getResourceAsStream("bundled_ids.json"));
        assertThat(golden).isNotEmpty();
        for (JsonNode sample : golden) {
            int[] expected = JSON.convertValue(sample.get("ids"), int[].class);
            String text = sample.get("text").textValue();
            assertThat(tokenizer.encode(text)).as(text).isEqualTo(expected);
            assertThat(tokenizer.count(text)).isEqualTo(expected.length);
        }
    }

    /** As SGLang's /generate sees it: BOS stands before a text that is no chat, where tokenizer.json says so. */
    @Test
    void tellsWhatStandsBeforeEveryText(@TempDir Path folder) throws IOException {
        assertThat(tokenizer.openingIds()).isEmpty();
        ObjectNode json = (ObjectNode)
                JSON.readTree(Path.of("data/tokenizer/tokenizer.json").toFile());
        json.set(
                "post_processor",
                JSON.readTree(
                        "{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"<|endoftext|>\","
                                + "\"type_id\":0}},{\"Sequence\":{\"id\":\"A\",\"type_id\":0}}],\"pair\":[],\"special_tokens\":"
                                + "{\"<|endoftext|>\":{\"id\":\"<|endoftext|>\",\"ids\":[0],\"tokens\":[\"<|endoftext|>\"]}}}"));
        JSON.writeValue(folder.resolve("tokenizer.json").toFile(), json);
        try (Tokenizer withBos = Tokenizers.load(folder.toString(), TestTokenizers.OFFLINE)) {
            assertThat(withBos.openingIds()).containsExactly(0);
            assertThat(withBos.encode("a cache")).isEqualTo(tokenizer.encode("a cache"));
        }
    }

    @Test
    void decodesWhatItEncoded() {
        RandomGenerator random = new Random(1);
        for (int i = 0; i < 500; i++) {
            String text = RandomText.unicode(random, random.nextInt(200));
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void takesAHalfSurrogateAsAQuestionMark() {
        assertThat(tokenizer.encode("a\ud83db")).isEqualTo(tokenizer.encode("a?b"));
        assertThat(tokenizer.encode("\udc00")).isEqualTo(tokenizer.encode("?"));
    }

    @Test
    void doesNotTruncate() {
        String word = " cache";
        int perWord = tokenizer.count(word);
        assertThat(tokenizer.count(word.repeat(5_000))).isEqualTo(5_000 * perWord);
    }

    @Test
    void doesNotTruncateOrPadWhereTheFileSaysSo(@TempDir Path folder) throws IOException {
        ObjectNode json = (ObjectNode)
                JSON.readTree(Path.of("data/tokenizer/tokenizer.json").toFile());
        json.putObject("truncation")
                .put("direction", "Right")
                .put("max_length", 16)
                .put("strategy", "LongestFirst")
                .put("stride", 0);
        json.putObject("padding")
                .put("direction", "Right")
                .put("pad_id", 0)
                .put("pad_type_id", 0)
                .put("pad_token", "<|endoftext|>")
                .putNull("pad_to_multiple_of")
                .putObject("strategy")
                .put("Fixed", 32);
        Path file = folder.resolve("tokenizer.json");
        JSON.writeValue(file.toFile(), json);
        try (Tokenizer other = Tokenizers.load(file.toString(), TestTokenizers.OFFLINE)) {
            String text = "It keeps copies. ".repeat(100);
            assertThat(other.encode(text)).isEqualTo(tokenizer.encode(text));
            assertThat(other.count("one")).isEqualTo(tokenizer.count("one"));
        }
    }

    @Test
    void leavesSpecialTokensOutOfDecodedText() {
        int[] ids = tokenizer.encode("<|im_start|>user\nHello<|im_end|>");
        assertThat(ids).startsWith(1).endsWith(2);
        assertThat(tokenizer.decode(ids)).isEqualTo("user\nHello");
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        RandomGenerator random = new Random(2);
        List<String> texts = new ArrayList<>();
        List<int[]> expected = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            texts.add(RandomText.unicode(random, 100));
            expected.add(tokenizer.encode(texts.get(i)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                runs.add(threads.submit(() -> {
                    for (int i = 0; i < texts.size(); i++) {
                        assertThat(tokenizer.encode(texts.get(i))).isEqualTo(expected.get(i));
                        assertThat(tokenizer.decode(expected.get(i))).isEqualTo(texts.get(i));
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void keepsDjlOffTheNetwork() {
        assertThat(System.getProperty("ai.djl.offline")).isEqualTo("true");
    }

    @Test
    void refusesAFileThatIsNoTokenizer(@TempDir Path folder) throws IOException {
        for (String content : List.of("", "{", "{\"model\": 1}", "\u0000\u0001binary")) {
            Path file = Files.writeString(folder.resolve("tokenizer.json"), content);
            assertThatThrownBy(() -> Tokenizers.load(file.toString(), TestTokenizers.OFFLINE))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("-Dvolley.tokenizer=data/tokenizer")
                    .hasMessageNotContaining("\n");
        }
    }
}
