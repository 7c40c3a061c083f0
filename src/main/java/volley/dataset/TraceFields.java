package volley.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Fields of a trace's JSON records. */
final class TraceFields {
    private static final String[] BLOCKS = {"hash_ids", "block_hashes", "block_ids", "hashes"};

    private TraceFields() {}

    static JsonNode first(JsonNode record, String... names) {
        for (String name : names) {
            JsonNode value = record.path(name);
            if (!value.isMissingNode() && !value.isNull()) {
                return value;
            }
        }
        return null;
    }

    static double number(JsonNode record, String... names) throws MalformedRecordException {
        JsonNode value = first(record, names);
        if (value == null || !value.isNumber() || !Double.isFinite(value.doubleValue())) {
            throw new MalformedRecordException("has no number \"" + names[0] + "\"");
        }
        return value.doubleValue();
    }

    static int count(JsonNode record, String... names) throws MalformedRecordException {
        double value = number(record, names);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE / 2.0) {
            throw new MalformedRecordException("has a \"" + names[0] + "\" that is no number of tokens");
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
