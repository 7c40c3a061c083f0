package volley.simulator.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Everything between a request's body and the model: read, tokenize, draw the answer. Runs on a worker thread. */
final class Preparation {
    /** Natural lengths of answers, for requests that leave the end to the model. */
    private static final int SHORTEST_ANSWER = 16;

    private static final int LONGEST_ANSWER = 512;

    private final ServerContext server;
    private final String route;
    private final int number;

    Preparation(ServerContext server, String route, int number) {
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
            Prompt prompt = generate ? Prompt.ofGenerate(json) : Prompt.ofChat(json);
            RequestSeen seen = new RequestSeen(number, route, prompt.messages(), json);
            Fault fault = server.options.faults().apply(seen);
            if (fault instanceof Fault.Refusal refusal) {
                return refused(refusal, seen);
            }
            return accepted(prompt, seen, fault, generate);
        } catch (JsonProcessingException e) {
            return refused("The body is not JSON: " + e.getOriginalMessage(), generate);
        } catch (Prompt.Unusable e) {
            return refused(e.getMessage(), generate);
        }
    }

    private static JsonNode read(ByteBuf body) throws IOException, Prompt.Unusable {
        try (InputStream in = new ByteBufInputStream(body)) {
            JsonNode json = ServerContext.JSON.readTree(in);
            if (!json.isObject()) {
                throw new Prompt.Unusable("The body must be a JSON object");
            }
            return json;
        }
    }

    private Accepted accepted(Prompt prompt, RequestSeen seen, Fault fault, boolean generate)
            throws Prompt.Unusable, JsonProcessingException {
        ServerOptions options = server.options;
        int[] ids = prompt.ids() != null ? prompt.ids() : options.tokenizer().apply(prompt.text());
        if (ids.length == 0) {
            throw new Prompt.Unusable("The prompt has no token");
        }
        if (ids.length >= options.contextTokens()) {
            throw new Prompt.Unusable("The input (" + ids.length
                    + " tokens) is longer than the model's context length (" + options.contextTokens() + " tokens).");
        }
        RandomGenerator random = new SplittableRandom(Seeds.mix(options.seed(), ids));
        int natural = random.nextInt(SHORTEST_ANSWER, LONGEST_ANSWER + 1);
        int asked = prompt.maxTokens() > 0 ? prompt.maxTokens() : natural;
        int tokens =
                Math.min(prompt.ignoreEos() ? asked : Math.min(asked, natural), options.contextTokens() - ids.length);
        String finishReason = tokens == prompt.maxTokens() ? "length" : "stop";

        Vocabulary.Answer answer = server.vocabulary.draw(random, tokens, generate);
        String id = server.nextId();
        AnswerFormat format = generate
                ? new GenerateFormat(id, ids.length, finishReason)
                : new ChatFormat(
                        options.backend(),
                        id,
                        options.epochSeconds().getAsLong(),
                        ServerContext.JSON.writeValueAsString(
                                prompt.model() != null ? prompt.model() : options.model()),
                        finishReason,
                        ids.length,
                        options.cacheReport(),
                        prompt.usage());
        return new Accepted(
                // Bodies may be megabytes: kept while the answer runs only if somebody will want them.
                options.listener() == null ? null : seen,
                fault,
                ids,
                answerIds(answer.text(tokens), generate ? "" : Prompt.ANSWER_OPENING),
                answer,
                format,
                prompt.stream(),
                errorBody("The request failed inside the server", 500, generate, true));
    }

    /**
     * Ids the answer will have as part of the next turn's prompt. It is tokenized behind what stands before it there,
     * because some tokenizers treat the start of a text in their own way.
     */
    private int[] answerIds(String answer, String before) {
        int[] both = server.options.tokenizer().apply(before + answer);
        int skip = before.isEmpty() ? 0 : server.options.tokenizer().apply(before).length;
        return Arrays.copyOfRange(both, Math.min(skip, both.length), both.length);
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
        if (generate) {
            return ServerErrors.nativeRoute(message);
        }
        return inBand
                ? ServerErrors.wrapped(server.options.backend(), status, message)
                : ServerErrors.body(server.options.backend(), status, message);
    }
}
