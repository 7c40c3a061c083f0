package volley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Pieces of JSON in UTF-8 that bodies are put together from. */
final class Fragments {
    private static final JsonMapper JSON = new JsonMapper();

    private Fragments() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The object's beginning, ready for one more field: <code>{"a":1,</code>. */
    static byte[] open(ObjectNode object) {
        try {
            byte[] whole = JSON.writeValueAsBytes(object);
            if (object.isEmpty()) {
                return Arrays.copyOf(whole, whole.length - 1);
            }
            whole[whole.length - 1] = ',';
            return whole;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree cannot fail to be written", e);
        }
    }

    static int copy(byte[] fragment, byte[] target, int offset) {
        System.arraycopy(fragment, 0, target, offset, fragment.length);
        return offset + fragment.length;
    }
}
