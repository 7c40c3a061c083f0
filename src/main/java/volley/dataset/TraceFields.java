package volley.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Fields of a trace's JSON records. */
final class TraceFields {
    private static final String[] BLOCKS = {
        "hash_ids", "block_hashes", "block_hash_ids", "block_ids", "prefix_hashes", "hashes"
    };

    /** A number that stands in a text. */
    static final Pattern NUMBER = Pattern.compile("\\s*[+-]?\\d{1,25}(?:\\.\\d{0,25})?(?:[eE][+-]?\\d{1,3})?\\s*");

    private static final Pattern NO_LETTER = Pattern.compile("[^a-z0-9]");

    private TraceFields() {}

    /** The first field of these names that has a value, in any case and with or without underscores; null for none. */
    static JsonNode first(JsonNode record, String... names) {
        for (String name : names) {
            JsonNode value = record.path(name);
            if (!value.isMissingNode() && !value.isNull()) {
                return value;
            }
        }
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            String plain = plain(field.getKey());
            if (!field.getValue().isNull()
                    && Arrays.stream(names).anyMatch(name -> plain.equals(name.replace("_", "")))) {
                return field.getValue();
            }
        }
        return null;
    }

    /** A name without what people write differently. */
    static String plain(String name) {
        return NO_LETTER.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }

    static double number(JsonNode record, String... names) throws MalformedRecordException {
        return finite(names[0], first(record, names));
    }

    /** @param value a number, also one in a text */
    static double finite(String name, JsonNode value) throws MalformedRecordException {
        boolean text = value != null
                && value.isTextual()
                && NUMBER.matcher(value.textValue()).matches();
        if (text || (value != null && value.isNumber() && Double.isFinite(value.doubleValue()))) {
            return text ? Double.parseDouble(value.textValue().strip()) : value.doubleValue();
        }
        throw new MalformedRecordException("has no number \"" + name + "\"");
    }

    static int count(JsonNode record, String... names) throws MalformedRecordException {
        double value = number(record, names);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE / 2.0) {
            throw new MalformedRecordException("has no number of tokens as \"" + names[0] + "\"");
        }
        return (int) value;
    }

    static String session(JsonNode record, String name) {
        JsonNode value = first(record, name);
        return value == null ? null : value.asText();
    }

    /** What names something, a number or a text; null if it is not there. */
    static String name(JsonNode record, String name) {
        JsonNode value = first(record, name);
        if (value == null) {
            return null;
        }
        return value.canConvertToExactIntegral() ? value.bigIntegerValue().toString() : value.asText();
    }

    /** Whole numbers of up to 64 bits are themselves; other ids their hash. */
    static long[] ids(JsonNode record) throws MalformedRecordException {
        JsonNode list = first(record, BLOCKS);
        if (list == null) {
            return null;
        }
        if (!list.isArray()) {
            throw new MalformedRecordException("has \"hash_ids\" that are no list");
        }
        long[] ids = new long[list.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = list.get(i);
            if (id.canConvertToExactIntegral()) {
                BigInteger value = id.bigIntegerValue();
                ids[i] = value.bitLength() <= 64 ? value.longValue() : hash(value.toString());
            } else if (id.isTextual()) {
                ids[i] = hash(id.textValue());
            } else {
                throw new MalformedRecordException("has an id in \"hash_ids\" that is no whole number and no text");
            }
        }
        return ids;
    }

    /** FNV-1a of 64 bits, mixed: two of a million ids are equal with a chance of one in 30 million. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
        }
        return RecordOrder.key(hash, 0);
    }
}
