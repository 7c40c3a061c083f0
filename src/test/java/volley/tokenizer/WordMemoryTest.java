package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words remembered give the ids of the tokenizer itself. */
class WordMemoryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path BUNDLED = Path.of("data", "tokenizer", "tokenizer.json");

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("folders")
    void theIdsAreThoseOfTheWholeText(Path tokenizerFolder) throws IOException {
        assertSameIds(tokenizerFolder.resolve("tokenizer.json"), texts());
    }

    /** Also those of {@code -Dvolley.tokenizers}, a folder of folders: the vocabularies that cannot be in the repository. */
    static List<Path> folders() throws IOException {
        List<Path> folders = new ArrayList<>(List.of(Path.of("data", "tokenizer")));
        for (String more : List.of("../shared/data/tokenizers", System.getProperty("volley.tokenizers", ""))) {
            if (!more.isEmpty() && Files.isDirectory(Path.of(more))) {
                try (Stream<Path> inside = Files.list(Path.of(more))) {
                    inside.filter(folder -> Files.exists(folder.resolve("tokenizer.json")))
                            .sorted()
                            .forEach(folders::add);
                }
            }
        }
        return folders;
    }

    /** Of a tenth of the texts. */
    private static void assertSameIds(Path file) throws IOException {
        List<String> all = texts();
        List<String> some = new ArrayList<>();
        for (int i = 0; i < all.size(); i += 10) {
            some.add(all.get(i));
            some.add(all.get(i));
        }
        assertSameIds(file, some);
    }

    private static void assertSameIds(Path file, List<String> texts) throws IOException {
        assertThat(WordCuts.areExact(file)).as("%s is served", file).isTrue();
        try (Tokenizer whole =
                DjlTokenizer.load("whole", file, new ChatTemplateFiles.Found(Optional.empty(), Optional.empty()))) {
            Tokenizer remembering = new WordMemory(whole, WordCuts.of(file).orElseThrow());
            for (String text : texts) {
                assertThat(remembering.encode(text)).as("%s: %s", file, text).isEqualTo(whole.encode(text));
                assertThat(remembering.count(text)).as(text).isEqualTo(whole.count(text));
            }
        }
    }

    /** The ways of parting a text of today's vocabularies, on the bundled one. */
    @Test
    void everyKindOfByteLevelGivesTheIdsOfTheWholeText() throws IOException {
        String o200k = "[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]*[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]+"
                + "(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\\r\\n\\p{L}\\p{N}]?[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]+"
                + "[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*"
                + "|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
        String tekken = o200k.replace("(?i:'s|'t|'re|'ve|'m|'ll|'d)?", "").replace("{1,3}", "");
        String letters = "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}"
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
        String deepseek =
                "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+"
                        + "| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+";
        assertSameIds(changed(json -> json.putObject("normalizer").put("type", "NFKC")));
        assertSameIds(changed(json -> parted(json, "Isolated", o200k)));
        assertSameIds(changed(json -> parted(json, "Removed", o200k)));
        assertSameIds(changed(json -> parted(json, "Removed", letters)));
        assertSameIds(changed(json -> parted(json, "Isolated", tekken)));
        assertSameIds(changed(json -> {
            json.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
            parted(json, "Isolated", "\\p{N}{1,3}", "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+", deepseek);
        }));
    }

    private static void parted(ObjectNode json, String behavior, String... expressions) {
        ArrayNode steps =
                json.putObject("pre_tokenizer").put("type", "Sequence").putArray("pretokenizers");
        for (String expression : expressions) {
            ObjectNode split = steps.addObject().put("type", "Split").put("behavior", behavior);
            split.put("invert", behavior.equals("Removed"));
            split.putObject("pattern").put("Regex", expression);
        }
        ObjectNode bytes = steps.addObject().put("type", "ByteLevel").put("add_prefix_space", false);
        bytes.put("trim_offsets", true).put("use_regex", false);
    }

    /** Vocabularies as sentencepiece makes them, of random merges: with and without a blank before every text. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sentencepieceGivesTheIdsOfTheWholeText(boolean addsBlank) throws IOException {
        ObjectNode json = sentencepiece(addsBlank);
        Path file = written(json);
        assertSameIds(file);
        // A token with a blank behind a letter: no cut is there.
        ((ObjectNode) json.at("/model/vocab"))
                .put("e\u2581", json.at("/model/vocab").size());
        ((ArrayNode) json.at("/model/merges")).insert(0, "e \u2581");
        assertSameIds(written(json));
    }

    private static ObjectNode sentencepiece(boolean addsBlank) {
        ObjectNode json = JSON.createObjectNode();
        json.put("version", "1.0").putNull("truncation").putNull("padding");
        added(json.putArray("added_tokens"), 0, "<unk>");
        added(json.withArray("added_tokens"), 1, "</s>");
        added(json.withArray("added_tokens"), 2, "\n\n");
        ObjectNode replace = JSON.createObjectNode().put("type", "Replace").put("content", "\u2581");
        replace.putObject("pattern").put("String", " ");
        if (addsBlank) {
            ArrayNode steps =
                    json.putObject("normalizer").put("type", "Sequence").putArray("normalizers");
            steps.addObject().put("type", "Prepend").put("prepend", "\u2581");
            steps.add(replace);
        } else {
            json.set("normalizer", replace);
        }
        json.putNull("pre_tokenizer").putNull("post_processor").putNull("decoder");
        ObjectNode model =
                json.putObject("model").put("type", "BPE").putNull("dropout").put("unk_token", "<unk>");
        model.put("fuse_unk", true).put("byte_fallback", true);
        ObjectNode vocabulary = model.putObject("vocab");
        ArrayNode merges = model.putArray("merges");
        vocabulary.put("<unk>", 0).put("</s>", 1).put("\n\n", 2);
        for (int value = 0; value < 256; value++) {
            vocabulary.put(String.format("<0x%02X>", value), vocabulary.size());
        }
        List<String> tokens = new ArrayList<>();
        for (String letter : "\u2581 abcdefghijklmnopqrstuvwxyzXYZ1'.-,".split("")) {
            if (!letter.equals(" ")) {
                vocabulary.put(letter, vocabulary.size());
                tokens.add(letter);
            }
        }
        RandomGenerator random = new Random(3);
        while (tokens.size() < 1_500) {
            String first = tokens.get(random.nextInt(tokens.size()));
            String second = tokens.get(random.nextInt(tokens.size()));
            String both = first + second;
            boolean blankInside = both.replaceFirst("^\u2581+", "").contains("\u2581");
            if (both.length() <= 6 && !blankInside && !vocabulary.has(both)) {
                vocabulary.put(both, vocabulary.size());
                merges.add(first + " " + second);
                tokens.add(both);
            }
        }
        return json;
    }

    private static void added(ArrayNode tokens, int id, String content) {
        ObjectNode token =
                tokens.addObject().put("id", id).put("content", content).put("special", id < 2);
        token.put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false);
    }

    /** Each a few times, so that words are met, remembered, and pushed out by others. */
    private static List<String> texts() throws IOException {
        RandomGenerator random = new Random(7);
        List<String> texts = new ArrayList<>(List.of("", " ", " a", "a ", "a b", "a  b", "It's a'b c 's t", "a b\n c"));
        for (int i = 0; i < 300; i++) {
            texts.add(RandomText.prose(random, random.nextInt(60)));
            texts.add(RandomText.unicode(random, random.nextInt(60)));
            texts.add(letters(random, 200));
            texts.add(marks(random, 80));
        }
        Path nasty = Path.of("../shared/data/chat_templates/nasty.json");
        if (Files.exists(nasty)) {
            JSON.readTree(nasty.toFile()).forEach(text -> texts.add(text.asText()));
        }
        JsonNode conversations =
                JSON.readTree(Path.of("data", "sharegpt.sample.json").toFile());
        conversations.findValuesAsText("value").forEach(texts::add);
        List<String> twice = new ArrayList<>(texts);
        twice.addAll(texts);
        return twice;
    }

    /** Added tokens, tags, marks and digits, with and without blanks between. */
    private static String marks(RandomGenerator random, int pieces) {
        String[] all = {
            "<s>",
            "</s>",
            "<unk>",
            "<bos>",
            "<|im_end|>",
            "<|eot_id|>",
            "<table>",
            "</",
            "[INST]",
            "<\uff5cUser\uff5c>",
            ">",
            "[",
            "a",
            "The",
            "12",
            "3",
            "4567",
            ".",
            ",",
            "!?",
            "'s",
            "\"",
            "(",
            ")",
            "-",
            "_",
            "\n",
            "\n\n",
            "\u2581",
            "\t",
            " ",
            " ",
            " ",
            " ",
            " ",
            "  "
        };
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pieces; i++) {
            text.append(all[random.nextInt(all.length)]);
        }
        return text.toString();
    }

    /** Short words of few letters, digits, marks and accents that combine, close together. */
    private static String letters(RandomGenerator random, int chars) {
        String all = "abcXYZ   \u2581\u0301\u00e9 1'\u00df.-\n\u0130sdtm";
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
            return WordCuts.areExact(changed(change));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The bundled tokenizer with a change. */
    private Path changed(Consumer<ObjectNode> change) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(BUNDLED.toFile());
        change.accept(json);
        return written(json);
    }

    private Path written(ObjectNode json) throws IOException {
        Path file = Files.createTempFile(folder, "tokenizer", ".json");
        JSON.writeValue(file.toFile(), json);
        return file;
    }
}
