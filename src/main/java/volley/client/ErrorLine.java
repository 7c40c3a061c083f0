package volley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** Reduces the ways in which servers and proxies say that something went wrong to one short line without secrets. */
final class ErrorLine {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();
    private static final int MAX_CHARS = 200;
    private static final Pattern NOT_PRINTED = Pattern.compile("[\\s\\p{Cntrl}]+");
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]*>(.*?)</title>");
    private static final Pattern MARKUP = Pattern.compile("(?is)<(script|style)\\b.*?</\\1>|<[^>]*>");
    private static final Pattern BEARER = Pattern.compile("(?i)(bearer\\s+)[^\\s\"']+");

    private static final Pattern PING = Pattern.compile("(?i)ping|pong|keep-?_?alive|heart-?_?beat");

    /** For texts that are no server's. */
    static final ErrorLine OF_OUR_OWN = new ErrorLine(Secrets.NONE);

    private final Secrets secrets;

    /** @param secrets what a server may send back */
    ErrorLine(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The beginning of a text that is cut: a secret at the cut is masked too. */
    String beginning(String cut) {
        return oneLine(secrets.mask(cut) + "...");
    }

    /** Whether there is anything to mask. */
    boolean hasSecret(String text) {
        return !text.equals(secrets.mask(text));
    }

    /** White space run together, cut to a length that fits a line, and without anything that looks like a key. */
    String oneLine(String text) {
        String line = NOT_PRINTED.matcher(secrets.mask(text)).replaceAll(" ").strip();
        line = BEARER.matcher(line).replaceAll("$1***");
        return line.length() <= MAX_CHARS ? line : line.substring(0, MAX_CHARS) + "...";
    }

    /** The essence of an error response's body: JSON of any known shape, HTML, or plain text. Empty for an empty one. */
    String ofBody(String body) {
        String text = secrets.mask(body).strip();
        if (text.startsWith("{")) {
            Optional<String> error = inJson(text);
            if (error.isPresent()) {
                return error.get();
            }
        }
        if (text.startsWith("<")) {
            Matcher title = TITLE.matcher(text);
            text = MARKUP.matcher(title.find() ? title.group(1) : text).replaceAll(" ");
        }
        return oneLine(text);
    }

    /**
     * The error that JSON objects tell of, if they do: {@code {"error": ...}} as object or text, SGLang's and lmdeploy's
     * flat {@code {"object": "error", "message": ...}}, FastAPI's {@code {"detail": ...}}.
     *
     * @param json one or several JSON objects
     */
    Optional<String> inJson(String json) {
        try (MappingIterator<JsonNode> objects = JSON.readerFor(JsonNode.class).readValues(json)) {
            while (objects.hasNextValue()) {
                Optional<String> error = inObject(objects.nextValue());
                if (error.isPresent()) {
                    return error;
                }
            }
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("a String cannot fail to be read", e);
        }
        return Optional.empty();
    }

    private Optional<String> inObject(JsonNode object) {
        JsonNode error = object.path("error");
        if (!saysNothing(error)) {
            return Optional.of(
                    error.isTextual()
                            ? oneLine(error.textValue())
                            : error.isObject() ? withKind(error, error.path("message")) : oneLine(error.toString()));
        }
        if (object.path("message").isTextual() && !isPing(object)) {
            return Optional.of(withKind(object, object.path("message")));
        }
        JsonNode detail = object.path("detail");
        if (detail.isArray() && detail.path(0).path("msg").isTextual()) {
            JsonNode first = detail.path(0);
            return Optional.of(oneLine(first.path("msg").textValue() + " at " + first.path("loc")));
        }
        if (!saysNothing(detail)) {
            return Optional.of(oneLine(detail.isTextual() ? detail.textValue() : detail.toString()));
        }
        return Optional.empty();
    }

    /** Some gateways send an error with every event, all of whose fields are empty where there is none. */
    private static boolean saysNothing(JsonNode value) {
        if (value.isContainerNode()) {
            return StreamSupport.stream(value.spliterator(), false).allMatch(ErrorLine::saysNothing);
        }
        String text = value.asText("");
        return value.isMissingNode() || value.isNull() || text.isBlank() || text.equals("0") || text.equals("false");
    }

    private static boolean isPing(JsonNode object) {
        return PING.matcher(object.path("object").asText("")).matches()
                || PING.matcher(object.path("type").asText("")).matches();
    }

    private String withKind(JsonNode error, JsonNode message) {
        String text = message.isTextual() ? message.textValue() : error.toString();
        String type = error.path("type").asText("");
        String code = error.path("code").asText("");
        String kind = type.isEmpty() || code.isEmpty() ? type + code : type + ", " + code;
        return oneLine(kind.isEmpty() || kind.equals("null") ? text : text + " (" + kind + ")");
    }
}
