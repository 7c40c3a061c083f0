package volley.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import volley.dataset.Draft.QuestionAnswer;

/**
 * LooGLE, in both its shapes.
 *
 * <ul>
 *   <li>A document a record: {@code {input, title, qa_pairs, output}}, where {@code qa_pairs} is a Python literal in a
 *       string, JSON in a string, a JSON list, or "none", null or absent for documents to be summarized.
 *   <li>A question a record: {@code {context, question, answer}}. Rows of one document are one conversation: those
 *       with the same context and, where they have one, the same {@code doc_id}. A row's {@code id} is the question's in
 *       some files and the document's in others; the context decides in both.
 * </ul>
 *
 * The files are tens of megabytes, so records are read as trees, and a scan checks them as thoroughly as a read.
 */
final class LoogleFormat implements RecordFormat {
    private static final ObjectMapper JSON = DatasetJson.mapper();
    private static final String SUMMARIZE = "Please summarize the input";
    /** The answer's length of a summary is that of the document's beginning: this many characters (code points). */
    private static final int SUMMARY_CHARACTERS = 1024;

    @Override
    public Draft read(JsonParser json, boolean withText) throws IOException {
        JsonNode record = json.readValueAsTree();
        boolean isRow = record.has("context");
        JsonNode document = record.path(isRow ? "context" : "input");
        if (!document.isTextual()) {
            throw new MalformedRecordException("has neither an \"input\" nor a \"context\", so it is not LooGLE");
        }
        if (document.textValue().isBlank()) {
            return Draft.unusable(FilterReason.EMPTY_DOCUMENT);
        }
        return isRow ? row(record, document.textValue()) : document(record, document.textValue());
    }

    private static Draft document(JsonNode record, String input) throws IOException {
        List<QuestionAnswer> pairs = new ArrayList<>();
        for (Object pair : pairs(record.path("qa_pairs"))) {
            if (!(pair instanceof Map<?, ?> map) || !(map.get("Q") instanceof String question)) {
                throw new MalformedRecordException("has a pair without a question \"Q\" in \"qa_pairs\"");
            }
            pairs.add(new QuestionAnswer(question, answer(map.get("A"))));
        }
        if (pairs.isEmpty()) {
            pairs.add(summary(input));
        }
        return new Draft(text(record, "id"), Optional.empty(), Optional.empty(), input, pairs);
    }

    private static Draft row(JsonNode record, String context) throws IOException {
        Optional<String> documentId = text(record, "doc_id");
        Optional<String> question = text(record, "question");
        QuestionAnswer pair = question.isPresent()
                ? new QuestionAnswer(question.get(), answer(value(record.path("answer"))))
                : summary(context);
        return new Draft(
                documentId.or(() -> text(record, "id")),
                Optional.of(documentId.orElse("") + " " + sha256(context)),
                Optional.empty(),
                context,
                List.of(pair));
    }

    private static QuestionAnswer summary(String document) {
        int length = document.codePointCount(0, document.length());
        int end = document.offsetByCodePoints(0, Math.min(length, SUMMARY_CHARACTERS));
        return new QuestionAnswer(SUMMARIZE, document.substring(0, end));
    }

    private static List<?> pairs(JsonNode field) throws IOException {
        Object pairs = field.isTextual() ? parseString(field.textValue()) : value(field);
        if (pairs == null) {
            return List.of();
        }
        if (!(pairs instanceof List<?> list)) {
            throw new MalformedRecordException("has \"qa_pairs\" that are not a list");
        }
        return list;
    }

    private static Object value(JsonNode field) throws JsonProcessingException {
        return field.isMissingNode() || field.isNull() ? null : JSON.treeToValue(field, Object.class);
    }

    /** Valid JSON is taken as JSON. A Python repr never is by accident: its keys stand in single quotes. */
    private static Object parseString(String text) throws MalformedRecordException {
        String trimmed = text.strip();
        if (trimmed.isEmpty() || trimmed.toLowerCase(Locale.ROOT).equals("none")) {
            return null;
        }
        try {
            return JSON.readValue(trimmed, Object.class);
        } catch (JsonProcessingException notJson) {
            try {
                return PythonLiteral.parse(trimmed);
            } catch (PythonSyntaxException e) {
                throw new MalformedRecordException("has \"qa_pairs\" that cannot be read: " + e.getMessage());
            }
        }
    }

    /** An answer's text. In cloze tasks it is a dict of masks, in some others a list: their values, comma-separated. */
    private static String answer(Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Map<?, ?> map) {
            return map.values().stream().map(LoogleFormat::answer).collect(Collectors.joining(", "));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(LoogleFormat::answer).collect(Collectors.joining(", "));
        }
        return value.toString();
    }

    private static Optional<String> text(JsonNode record, String field) {
        return Optional.of(record.path(field).asText("")).filter(text -> !text.isBlank());
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    @Override
    public int minAnswerTokens() {
        return 1;
    }

    @Override
    public boolean hasDocuments() {
        return true;
    }
}
