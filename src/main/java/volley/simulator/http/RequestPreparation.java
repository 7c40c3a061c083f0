package volley.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Everything between a request's body and the model: read, tokenize, draw the answer. Runs on a worker thread. */
public final class RequestPreparation {
    private static final int QUEUE_FULL_STATUS = 503;

    private final ServerContext server;
    private final String path;
    private final AnswerRoute route;
    private final int number;

    RequestPreparation(ServerContext server, String path, AnswerRoute route, int number) {
        this.server = server;
        this.path = path;
        this.route = route;
        this.number = number;
    }

    /** What becomes of a request. */
    sealed interface Outcome {}

    /** It gets no answer, but this. */
    record Refused(int httpStatus, String body, boolean html, Duration retryAfter, RequestSeen seen, Fault fault)
            implements Outcome {}

    /** It goes to the model. {@code seen} is null where there is no listener to tell. */
    @SuppressWarnings("ArrayRecordComponent") // tens of thousands of ids; never compared
    record Accepted(
            RequestSeen seen,
            Fault fault,
            int[] promptIds,
            int[] answerIds,
            Vocabulary.Answer answer,
            AnswerFormat format,
            boolean stream,
            String inBandError)
            implements Outcome {}

    Outcome prepare(ByteBuf body) throws IOException {
        try {
            JsonNode json = read(body);
            Prompt prompt = route.prompt(json);
            RequestSeen seen = new RequestSeen(number, path, prompt.messages(), json);
            Fault fault = server.options.faults().apply(seen);
            if (fault instanceof Fault.Refusal refusal) {
                return refused(refusal, seen);
            }
            if (server.model.queueIsFull()) {
                String full = route.error(QUEUE_FULL_STATUS, "The request queue is full.");
                return new Refused(QUEUE_FULL_STATUS, full, false, null, seen, fault);
            }
            return accepted(prompt, seen, fault);
        } catch (JsonProcessingException e) {
            return refused("The body is not JSON: " + e.getOriginalMessage());
        } catch (UnusablePromptException e) {
            return refused(e.getMessage());
        }
    }

    private static JsonNode read(ByteBuf body) throws IOException, UnusablePromptException {
        try (InputStream in = new ByteBufInputStream(body)) {
            JsonNode json = ServerContext.JSON.readTree(in);
            if (!json.isObject()) {
                throw new UnusablePromptException("The body must be a JSON object");
            }
            return json;
        }
    }

    private Accepted accepted(Prompt prompt, RequestSeen seen, Fault fault)
            throws UnusablePromptException, JsonProcessingException {
        AnswerDrafts.Draft draft = server.drafts.of(prompt, route.continuesText());
        // Another model's name is that of an adapter, which has a cache of its own.
        boolean adapter = prompt.model() != null && !prompt.model().equals(server.options.model());
        String salt = prompt.salt() + (adapter ? prompt.model() : "");
        return new Accepted(
                // Bodies may be megabytes: kept while the answer runs only if somebody will want them.
                server.options.listener() == null ? null : seen,
                fault,
                CacheKeys.of(draft.promptIds(), salt),
                CacheKeys.of(draft.answerIds(), salt),
                draft.answer(),
                route.format(server, prompt, draft),
                prompt.stream(),
                route.inBandError(500, "The request failed inside the server"));
    }

    private Refused refused(String message) {
        return new Refused(400, route.error(400, message), false, null, null, Fault.none());
    }

    private Refused refused(Fault.Refusal fault, RequestSeen seen) {
        boolean html = fault.html() != null;
        String body = html ? fault.html() : route.error(fault.httpStatus(), "Refused on order");
        return new Refused(fault.httpStatus(), body, html, fault.retryAfter(), seen, fault);
    }
}
