package volley.metrics;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The readable text of {@link volley.client.Exchange#answer()}, which is kept as it stood inside a JSON string. */
public final class AnswerText {
    private static final JsonFactory JSON = new JsonFactory();

    private AnswerText() {}

    /** Undoes JSON's escapes. Bytes that are no valid JSON string come back as they are, read as UTF-8. */
    public static String of(byte[] escaped) {
        byte[] quoted = new byte[escaped.length + 2];
        quoted[0] = '"';
        System.arraycopy(escaped, 0, quoted, 1, escaped.length);
        quoted[quoted.length - 1] = '"';
        try (JsonParser parser = JSON.createParser(quoted)) {
            parser.nextToken();
            return parser.getText();
        } catch (IOException e) {
            return new String(escaped, StandardCharsets.UTF_8);
        }
    }
}
