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
import java.util.Set;

/**
 * Where a text can be cut so that the tokens of its parts, one behind the other, are those of the whole: before a blank
 * that stands between two ASCII letters.
 *
 * <p>That is so for a byte-level BPE that first parts the text by one of the expressions below, because
 *
 * <ul>
 *   <li>none of their alternatives goes on from a letter into a blank, so a match ends there and the next one begins;
 *       none looks back, and only blanks look ahead;
 *   <li>no merge crosses a match;
 *   <li>NFC, the only normalizer allowed, composes nothing with a blank;
 *   <li>no added token has a blank or a letter at its ends, or takes in blanks beside it.
 * </ul>
 */
final class WordCuts {
    /** Of Qwen since 2, and of Llama 3. GPT-2's is built into byte-level. */
    private static final Set<String> EXPRESSIONS = Set.of(expression("\\p{N}"), expression("\\p{N}{1,3}"));

    private WordCuts() {}

    private static String expression(String digits) {
        return "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|" + digits
                + "| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
    }

    /** The next cut after {@code from}, or the text's end. */
    static int next(String text, int from) {
        int last = text.length() - 1;
        for (int at = text.indexOf(' ', from + 1); at >= 0 && at < last; at = text.indexOf(' ', at + 1)) {
            if (isLetter(text.charAt(at - 1)) && isLetter(text.charAt(at + 1))) {
                return at;
            }
        }
        return text.length();
    }

    /** Whether the tokenizer of a {@code tokenizer.json} is of that kind. */
    static boolean areExact(Path tokenizerFile) throws IOException {
        JsonNode tokenizer = withoutVocabulary(tokenizerFile);
        JsonNode normalizer = tokenizer.path("normalizer");
        JsonNode model = tokenizer.path("model");
        return (absent(normalizer) || type(normalizer).equals("NFC"))
                && partsAtWords(tokenizer.path("pre_tokenizer"))
                && type(model).equals("BPE")
                && absent(model.path("dropout"))
                && noneReachesOver(tokenizer.path("added_tokens"));
    }

    private static boolean partsAtWords(JsonNode parting) {
        if (type(parting).equals("ByteLevel")) {
            return isByteLevel(parting, true);
        }
        JsonNode steps = parting.path("pretokenizers");
        JsonNode split = steps.path(0);
        return type(parting).equals("Sequence")
                && steps.size() == 2
                && type(split).equals("Split")
                && split.path("behavior").asText().equals("Isolated")
                && !split.path("invert").asBoolean(true)
                && EXPRESSIONS.contains(split.path("pattern").path("Regex").asText())
                && isByteLevel(steps.path(1), false);
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
