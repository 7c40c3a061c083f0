package volley.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import volley.config.Backend;

/**
 * What a server said to the wish that its prefix cache be emptied. A status of success alone is no yes: vLLM answers 200
 * with {@code "success": false} while blocks are held, and routers 200 or 206 when none of their workers did it.
 *
 * @param kind what it comes to
 * @param detail the answer in one line, and what to do where that is known; empty for a plain yes
 */
public record FlushReply(Kind kind, String detail) {
    /** What an answer comes to. */
    public enum Kind {
        /** The server says that it did it. */
        DONE,
        /** Not now: requests run, or hold blocks. */
        BUSY,
        /** It did not, and asking again changes nothing. */
        REFUSED,
        /** There is no such route. */
        NOT_OFFERED
    }

    /** Servers of this kind have no such route. */
    public static final FlushReply NOT_OFFERED = new FlushReply(Kind.NOT_OFFERED, "");

    private static final JsonMapper JSON = new JsonMapper();

    /** With 400 SGLang refuses while anything runs; the others mean the same where they are used. */
    private static final Set<Integer> BUSY_STATUS = Set.of(400, 409, 423, 429, 503);

    /** Whether the server says that it did it. */
    public boolean isDone() {
        return kind == Kind.DONE;
    }

    /**
     * Reads an answer.
     *
     * @param redact takes secrets out of a text
     */
    static FlushReply of(Backend backend, int httpStatus, String body, UnaryOperator<String> redact) {
        String said = "HTTP " + httpStatus + " " + ErrorLine.OF_OUR_OWN.ofBody(redact.apply(body));
        if (httpStatus / 100 != 2) {
            return notDone(backend, httpStatus, said);
        }
        JsonNode json = json(body);
        Optional<String> failed = failedPart(json);
        if (httpStatus == 206 || failed.isPresent()) {
            String message = json.path("message").asText("");
            String whole = "HTTP " + httpStatus + (message.isEmpty() ? "" : " " + message)
                    + failed.map(part -> " (" + part + ")").orElse("");
            return new FlushReply(Kind.REFUSED, ErrorLine.OF_OUR_OWN.oneLine(redact.apply(whole)));
        }
        return saysNo(json) ? new FlushReply(Kind.BUSY, said) : new FlushReply(Kind.DONE, "");
    }

    private static FlushReply notDone(Backend backend, int httpStatus, String said) {
        if (BUSY_STATUS.contains(httpStatus)) {
            return new FlushReply(Kind.BUSY, said);
        }
        Optional<String> advice =
                switch (httpStatus) {
                    case 404, 405 -> backend.whyNoFlush();
                    case 401, 403 -> backend.adminKeyVariable()
                            .map(name -> "give the server's admin key in the environment variable " + name);
                    default -> Optional.empty();
                };
        return new FlushReply(
                Kind.REFUSED, said.strip() + advice.map(text -> ": " + text).orElse(""));
    }

    /** Whether the answer, or that of one of several ranks, has {@code "success": false}. */
    private static boolean saysNo(JsonNode json) {
        return json.findValues("success").stream().anyMatch(value -> value.isBoolean() && !value.booleanValue());
    }

    /** What a router says of the workers that did not do it. */
    private static Optional<String> failedPart(JsonNode json) {
        List<String> parts = new ArrayList<>();
        if (json.path("failed").isArray()) {
            json.path("failed")
                    .forEach(worker -> parts.add((worker.path("worker").asText("a worker") + ": "
                                    + worker.path("error").asText(worker.toString()))
                            .strip()));
        }
        JsonNode flushed = json.path("workers_flushed");
        int workers =
                json.path("total_http_workers").asInt(json.path("total_workers").asInt(1));
        if (parts.isEmpty() && flushed.isNumber() && flushed.asInt() < Math.max(1, workers)) {
            parts.add(flushed.asInt() + " of " + workers + " workers were flushed");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
    }

    private static JsonNode json(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? JSON.missingNode() : json;
        } catch (JsonProcessingException e) {
            // SGLang answers in words.
            return JSON.missingNode();
        }
    }
}
