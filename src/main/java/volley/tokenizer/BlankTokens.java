package volley.tokenizer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/** The tokens of a vocabulary in which sentencepiece's blank stands. */
final class BlankTokens {
    private static final char BLANK = '\u2581';
    private static final int ASCII = 128;

    private BlankTokens() {}

    /** The ASCII characters that stand before a blank in a token of {@code model.vocab}, which is read without being kept. */
    static BitSet before(Path tokenizerFile) throws IOException {
        BitSet before = new BitSet();
        try (JsonParser json = new JsonFactory().createParser(tokenizerFile.toFile())) {
            if (!find(json, "model") || !find(json, "vocab")) {
                before.set(0, ASCII);
                return before;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String token = json.currentName();
                for (int at = token.indexOf(BLANK, 1); at > 0; at = token.indexOf(BLANK, at + 1)) {
                    if (token.charAt(at - 1) < ASCII) {
                        before.set(token.charAt(at - 1));
                    }
                }
                json.nextToken();
            }
        }
        return before;
    }

    /** Goes to the value of a field that is an object, in the object whose beginning is next. */
    private static boolean find(JsonParser json, String field) throws IOException {
        if (json.currentToken() == null) {
            json.nextToken();
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = json.currentName().equals(field);
            JsonToken value = json.nextToken();
            if (found) {
                return value == JsonToken.START_OBJECT;
            }
            json.skipChildren();
        }
        return false;
    }
}
