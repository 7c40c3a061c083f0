package volley.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import volley.config.Backend;

/** Everything between a request's body and the model: read, tokenize, draw the answer. Runs on a worker thread. */
public final class RequestPreparation {
    private static final int QUEUE_FULL_STATUS = 503;

    private final ServerContext server;
    private final String route;
    private final int number;

    RequestPreparation(ServerContext server, String route, int number) {
        this.server = server;
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
        boolean generate = route.equals(Routes.GENERATE);
        try {
            JsonNode json = read(body);
            Prompt prompt = prompt(json);
            RequestSeen seen = new RequestSeen(number, route, prompt.messages(), json);
            Fault fault = server.options.faults().apply(seen);
            if (fault instanceof Fault.Refusal refusal) {
                return refused(refusal, seen);
            }
            if (server.model.queueIsFull()) {
                String full = errorBody("The request queue is full.", QUEUE_FULL_STATUS, generate, false);
                return new Refused(QUEUE_FULL_STATUS, full, false, null, seen, fault);
            }
            return accepted(prompt, seen, fault, generate);
        } catch (JsonProcessingException e) {
            return refused("The body is not JSON: " + e.getOriginalMessage(), generate);
        } catch (UnusablePromptException e) {
            return refused(e.getMessage(), generate);
        }
    }

    private Prompt prompt(JsonNode json) throws UnusablePromptException {
        return switch (route) {
            case Routes.GENERATE -> lmdeploy() ? Prompt.ofLmdeployGenerate(json) : Prompt.ofGenerate(json);
            case Routes.COMPLETIONS -> Prompt.ofCompletion(json);
            default -> Prompt.ofChat(json);
        };
    }

    private boolean lmdeploy() {
        return server.options.backend() == Backend.LMDEPLOY;
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

    private Accepted accepted(Prompt prompt, RequestSeen seen, Fault fault, boolean generate)
            throws UnusablePromptException, JsonProcessingException {
        AnswerDrafts.Draft draft = server.drafts.of(prompt, !route.equals(Routes.CHAT));
        return new Accepted(
                // Bodies may be megabytes: kept while the answer runs only if somebody will want them.
                server.options.listener() == null ? null : seen,
                fault,
                draft.promptIds(),
                draft.answerIds(),
                draft.answer(),
                format(prompt, draft),
                prompt.stream(),
                errorBody("The request failed inside the server", 500, generate, true));
    }

    private AnswerFormat format(Prompt prompt, AnswerDrafts.Draft draft) throws JsonProcessingException {
        ServerOptions options = server.options;
        int promptTokens = draft.promptIds().length;
        boolean tiers = options.backend() == Backend.SGLANG && server.model.hasHostTier();
        if (route.equals(Routes.GENERATE)) {
            return lmdeploy()
                    ? new LmdeployGenerateFormat(promptTokens, draft.answerIds(), draft.finishReason())
                    : new GenerateFormat(server.nextId(""), promptTokens, draft.finishReason(), tiers);
        }
        String modelJson =
                ServerContext.JSON.writeValueAsString(prompt.model() != null ? prompt.model() : options.model());
        boolean chat = route.equals(Routes.CHAT);
        return new ChatFormat(
                options.backend(),
                server.nextId(chat ? "chatcmpl-" : "cmpl-"),
                options.epochSeconds().getAsLong(),
                modelJson,
                draft.finishReason(),
                promptTokens,
                options.cacheReport(),
                tiers && options.cacheReport(),
                prompt.usage(),
                chat);
    }

    private Refused refused(String message, boolean generate) {
        return new Refused(400, errorBody(message, 400, generate, false), false, null, null, Fault.none());
    }

    private Refused refused(Fault.Refusal fault, RequestSeen seen) {
        boolean html = fault.html() != null;
        String body = html
                ? fault.html()
                : errorBody("Refused on order", fault.httpStatus(), route.equals(Routes.GENERATE), false);
        return new Refused(fault.httpStatus(), body, html, fault.retryAfter(), seen, fault);
    }

    private String errorBody(String message, int status, boolean generate, boolean inBand) {
        if (generate && !lmdeploy()) {
            return ServerErrors.nativeRoute(message);
        }
        return inBand
                ? ServerErrors.wrapped(server.options.backend(), status, message)
                : ServerErrors.body(server.options.backend(), status, message);
    }
}
