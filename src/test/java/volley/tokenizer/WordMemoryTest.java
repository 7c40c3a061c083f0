package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Words remembered give the ids of the tokenizer itself. */
class WordMemoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path BUNDLED = Path.of("data", "tokenizer", "tokenizer.json");

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"data/tokenizer", "../shared/data/tokenizers/tiny", "../shared/data/tokenizers/qwen2_5"})
    void theIdsAreThoseOfTheWholeText(String tokenizerFolder) throws IOException {
        Path file = Path.of(tokenizerFolder, "tokenizer.json");
        assumeThat(file).as("data not in the repository").exists();
        assertThat(WordCuts.areExact(file)).isTrue();
        try (Tokenizer whole =
                DjlTokenizer.load("whole", file, new ChatTemplateFiles.Found(Optional.empty(), Optional.empty()))) {
            Tokenizer remembering = new WordMemory(whole);
            for (String text : texts()) {
                assertThat(remembering.encode(text)).as(text).isEqualTo(whole.encode(text));
                assertThat(remembering.count(text)).as(text).isEqualTo(whole.count(text));
            }
        }
    }

    /** Each a few times, so that words are met, remembered, and pushed out by others. */
    private static List<String> texts() throws IOException {
        RandomGenerator random = new Random(7);
        List<String> texts = new ArrayList<>(List.of("", " ", " a", "a ", "a b", "a  b", "It's a'b c 's t", "a b\n c"));
        for (int i = 0; i < 300; i++) {
            texts.add(RandomText.prose(random, random.nextInt(60)));
            texts.add(RandomText.unicode(random, random.nextInt(60)));
            texts.add(letters(random, 200));
        }
        JsonNode conversations =
                JSON.readTree(Path.of("data", "sharegpt.sample.json").toFile());
        conversations.findValuesAsText("value").forEach(texts::add);
        List<String> twice = new ArrayList<>(texts);
        twice.addAll(texts);
        return twice;
    }

    /** Short words of few letters, digits, marks and accents that combine, close together. */
    private static String letters(RandomGenerator random, int chars) {
        String all = "abcXYZ   \u0301\u00e9 1'\u00df.-\n\u0130sdtm";
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < chars; i++) {
            text.append(all.charAt(random.nextInt(all.length())));
        }
        return text.toString();
    }

    /** What would be wrong to cut is left whole. */
    @Test
    void tokenizersOfAnotherKindAreNotCut() throws IOException {
        assertThat(areExact(json -> {})).isTrue();
        Map<String, Consumer<ObjectNode>> others = Map.of(
                "a normalizer that moves blanks",
                json -> json.putObject("normalizer").put("type", "Strip"),
                "a blank of its own before the text",
                json -> ((ObjectNode) json.get("pre_tokenizer")).put("add_prefix_space", true),
                "no words",
                json -> ((ObjectNode) json.get("pre_tokenizer")).put("use_regex", false),
                "other words",
                json -> json.putObject("pre_tokenizer").put("type", "Metaspace"),
                "no pre-tokenizer",
                json -> json.putNull("pre_tokenizer"),
                "chance",
                json -> ((ObjectNode) json.get("model")).put("dropout", 0.1),
                "another model",
                json -> ((ObjectNode) json.get("model")).put("type", "Unigram"),
                "an added token with a blank",
                json -> added(json).put("content", "<a b>"),
                "an added token of letters",
                json -> added(json).put("content", "New"),
                "an added token that takes the blank before it",
                json -> added(json).put("content", "<x>").put("lstrip", true));
        others.forEach((what, change) -> assertThat(areExact(change)).as(what).isFalse());
    }

    private static ObjectNode added(ObjectNode json) {
        return ((ArrayNode) json.get("added_tokens")).addObject().put("id", 9999);
    }

    private boolean areExact(Consumer<ObjectNode> change) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(BUNDLED.toFile());
            change.accept(json);
            Path file = Files.createTempFile(folder, "tokenizer", ".json");
            JSON.writeValue(file.toFile(), json);
            return WordCuts.areExact(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
