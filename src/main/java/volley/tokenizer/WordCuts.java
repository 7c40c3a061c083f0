package volley.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * Where a text can be cut so that the tokens of its parts, one behind the other, are those of the whole: before a blank
 * that stands between two visible ASCII characters.
 *
 * <p>That is so for a byte-level BPE that first parts the text by one of the expressions of {@link WordExpressions}, because
 *
 * <ul>
 *   <li>none of their alternatives goes on from what is no blank into a blank, so a match ends there and the next one
 *       begins; none looks back, and only blanks look ahead;
 *   <li>no merge crosses a match;
 *   <li>NFC and NFKC, the only normalizers allowed, compose nothing with a blank;
 *   <li>no added token has a blank or a letter at its ends, or takes in blanks beside it.
 * </ul>
 *
 * and for a BPE as sentencepiece makes it, which writes a blank as U+2581 and parts nothing, behind a character that no
 * token of its vocabulary has before U+2581: then no merge joins what stands on both sides of a cut, and merges on one side do not
 * change those of the other. Where such a tokenizer puts a blank of its own before every text, a part has none; it
 * begins with a letter, for none is put before an added token, and is not behind an added token, where one is put too.
 */
final class WordCuts {
    private static final String BLANK = "\u2581";

    private final boolean blankIsAdded;
    /** ASCII characters behind which no cut is. */
    private final BitSet joined;

    private WordCuts(boolean blankIsAdded, BitSet joined) {
        this.blankIsAdded = blankIsAdded;
        this.joined = joined;
    }

    /** Those of a tokenizer; empty if its texts cannot be cut. */
    static Optional<WordCuts> of(Path tokenizerFile) throws IOException {
        JsonNode tokenizer = withoutVocabulary(tokenizerFile);
        JsonNode normalizer = tokenizer.path("normalizer");
        JsonNode parting = tokenizer.path("pre_tokenizer");
        if (!isPlainBpe(tokenizer.path("model")) || !noneReachesOver(tokenizer.path("added_tokens"))) {
            return Optional.empty();
        }
        if (keepsBlanks(normalizer) && partsAtWords(parting)) {
            return Optional.of(new WordCuts(false, new BitSet()));
        }
        boolean whole = !tokenizer.path("model").path("ignore_merges").asBoolean() && partsNothing(parting);
        Optional<Boolean> addsBlank = whole ? writesBlanks(normalizer) : Optional.empty();
        // One that is normalized like a text could begin with a text's first blank, or have a cut inside.
        if (addsBlank.isEmpty() || anyNormalized(tokenizer.path("added_tokens"), addsBlank.get() ? "" : BLANK)) {
            return Optional.empty();
        }
        BitSet joined = BlankTokens.before(tokenizerFile);
        if (addsBlank.get()) {
            lastCharacters(tokenizer.path("added_tokens")).forEach(joined::set);
        }
        return Optional.of(new WordCuts(addsBlank.get(), joined));
    }

    /** Whether the texts of a tokenizer can be cut. */
    static boolean areExact(Path tokenizerFile) throws IOException {
        return of(tokenizerFile).isPresent();
    }

    /** Where the part begins that is behind a cut. */
    int begin(int cut) {
        return cut > 0 && blankIsAdded ? cut + 1 : cut;
    }

    /** The next cut after {@code from}, or the text's end. */
    int next(String text, int from) {
        int last = text.length() - 1;
        for (int at = text.indexOf(' ', from + 1); at >= 0 && at < last; at = text.indexOf(' ', at + 1)) {
            char behind = text.charAt(at + 1);
            char before = text.charAt(at - 1);
            if (isVisible(before) && !joined.get(before) && (blankIsAdded ? isLetter(behind) : isVisible(behind))) {
                return at;
            }
        }
        return text.length();
    }

    /** Whether it is ASCII and neither a blank nor a control character. */
    private static boolean isVisible(char c) {
        return c > ' ' && c < 0x7f;
    }

    private static boolean isPlainBpe(JsonNode model) {
        return type(model).equals("BPE")
                && absent(model.path("dropout"))
                && model.path("continuing_subword_prefix").asText("").isEmpty()
                && model.path("end_of_word_suffix").asText("").isEmpty();
    }

    private static boolean keepsBlanks(JsonNode normalizer) {
        return absent(normalizer)
                || type(normalizer).equals("NFC")
                || type(normalizer).equals("NFKC")
                || (type(normalizer).equals("Sequence")
                        && normalizer.path("normalizers").isEmpty());
    }

    private static boolean partsAtWords(JsonNode parting) {
        if (type(parting).equals("ByteLevel")) {
            return isByteLevel(parting, true);
        }
        JsonNode steps = parting.path("pretokenizers");
        return type(parting).equals("Sequence")
                && steps.size() > 1
                && isByteLevel(steps.path(steps.size() - 1), false)
                && WordExpressions.part(steps);
    }

    /** Also not at blanks, of which the normalizer leaves none. */
    private static boolean partsNothing(JsonNode parting) {
        return absent(parting)
                || (type(parting).equals("Split")
                        && parting.path("pattern").path("String").asText().equals(" "));
    }

    /** Whether blanks become U+2581, and if so, whether one is put before every text. */
    private static Optional<Boolean> writesBlanks(JsonNode normalizer) {
        boolean sequence = type(normalizer).equals("Sequence");
        JsonNode steps = normalizer.path("normalizers");
        boolean adds = sequence
                && steps.size() == 2
                && type(steps.path(0)).equals("Prepend")
                && steps.path(0).path("prepend").asText().equals(BLANK);
        JsonNode replacing = !sequence ? normalizer : steps.path(adds ? 1 : 0);
        boolean writes = (!sequence || adds || steps.size() == 1)
                && type(replacing).equals("Replace")
                && replacing.path("pattern").path("String").asText().equals(" ")
                && replacing.path("content").asText().equals(BLANK);
        return writes ? Optional.of(adds) : Optional.empty();
    }

    private static IntStream lastCharacters(JsonNode addedTokens) {
        return StreamSupport.stream(addedTokens.spliterator(), false)
                .map(token -> token.path("content").asText())
                .mapToInt(text -> text.charAt(text.length() - 1));
    }

    /** Whether an added token with such a text is normalized. */
    private static boolean anyNormalized(JsonNode addedTokens, String text) {
        for (JsonNode token : addedTokens) {
            if (token.path("normalized").asBoolean(true)
                    && token.path("content").asText().contains(text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isByteLevel(JsonNode step, boolean expression) {
        return type(step).equals("ByteLevel")
                && !step.path("add_prefix_space").asBoolean(true)
                && step.path("use_regex").asBoolean(true) == expression;
    }

    private static boolean noneReachesOver(JsonNode addedTokens) {
        for (JsonNode token : addedTokens) {
            String text = token.path("content").asText();
            if (text.isEmpty()
                    || text.indexOf(' ') >= 0
                    || isLetter(text.charAt(0))
                    || isLetter(text.charAt(text.length() - 1))
                    || token.path("lstrip").asBoolean()
                    || token.path("rstrip").asBoolean()
                    || token.path("single_word").asBoolean()) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static String type(JsonNode part) {
        return part.path("type").asText();
    }

    private static boolean absent(JsonNode part) {
        return part.isMissingNode() || part.isNull();
    }

    /** The file but for what makes it long. */
    private static ObjectNode withoutVocabulary(Path tokenizerFile) throws IOException {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        try (JsonParser json = new JsonFactory(new JsonMapper()).createParser(tokenizerFile.toFile())) {
            json.nextToken();
            readFields(json, all);
        }
        return all;
    }

    private static void readFields(JsonParser json, ObjectNode into) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            json.nextToken();
            if (name.equals("vocab") || name.equals("merges")) {
                json.skipChildren();
            } else if (name.equals("model") && json.currentToken() == JsonToken.START_OBJECT) {
                readFields(json, into.putObject(name));
            } else {
                into.set(name, json.readValueAsTree());
            }
        }
    }
}
