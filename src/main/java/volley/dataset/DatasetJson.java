package volley.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/**
 * How JSON of datasets is read: as Python's {@code json} does, which wrote most of it, so with {@code NaN} and {@code
 * Infinity}. The parser's limits are high enough for whole books in a text; what is beyond them is refused by its reason.
 */
final class DatasetJson {
    /** A text of this many characters takes half a gigabyte. */
    private static final int LONGEST_TEXT = 1 << 28;

    private static final int LONGEST_NAME = 1 << 20;
    private static final int LONGEST_NUMBER = 1 << 14;
    private static final Pattern NAME_IN_JACKSON = Pattern.compile(",? from `[^`]*`");

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_NAME)
                    .maxNumberLength(LONGEST_NUMBER)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // a file's names may be any number; a table of them would grow with the file
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();

    // a mapper makes itself its factory's codec, so each has one of its own
    private static final JsonMapper VALUES = JsonMapper.builder(FACTORY.copy())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final JsonMapper RECORDS = JsonMapper.builder(FACTORY).build();

    private DatasetJson() {}

    /** Reads values that are alone in their text. */
    static JsonMapper mapper() {
        return VALUES;
    }

    /** Goes through a file, value by value. */
    static JsonParser parser(InputStream in) throws IOException {
        return RECORDS.createParser(in);
    }

    /** What is wrong, in a clause that follows the place: {@code is not JSON: ...}, or the limit that is passed. */
    static String defect(JsonProcessingException e) {
        return defect(e, "is not JSON");
    }

    /** @param otherwise what it is not, where no limit is passed, such as {@code is not JSON} */
    static String defect(JsonProcessingException e, String otherwise) {
        String message = e.getOriginalMessage().replaceAll("\\s+", " ");
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamConstraintsException limit) {
                return "is beyond what is read: "
                        + NAME_IN_JACKSON.matcher(limit.getOriginalMessage()).replaceAll("");
            }
        }
        return otherwise + ": " + message;
    }
}
