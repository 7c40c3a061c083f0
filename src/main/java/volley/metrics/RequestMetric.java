package volley.metrics;

import static volley.metrics.Unit.MILLISECONDS;
import static volley.metrics.Unit.TOKENS;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The figures each completed request has once, kept exactly; within a group in the order in which they are shown. In a
 * formula, {@code due} is {@code max(scheduled, ready)}, and a {@code token event} is one that bears answer text, reasoning
 * or a tool call, or tokens without text as {@link TextlessRule} finds them.
 */
public enum RequestMetric implements Metric {
    E2E(
            Group.ANSWER_TIMES,
            "e2e_latency",
            "End to end (E2E)",
            "last token event - sent; not where it is unclear which one that is",
            MILLISECONDS,
            request -> minus(request.lastTokenNs(), request.sentNs())),

    STREAM_END(
            Group.ANSWER_TIMES,
            "stream_end",
            "Stream end",
            "[DONE] or end of the body - sent",
            MILLISECONDS,
            request -> minus(request.endNs(), request.sentNs())),

    TTFT(
            Group.ANSWER_TIMES,
            "ttft",
            "Time to first token (TTFT)",
            "first token event - sent",
            MILLISECONDS,
            request -> minus(request.firstTokenNs(), request.sentNs())),

    TTFT_SCHEDULED(
            Group.ANSWER_TIMES,
            "ttft_scheduled",
            "TTFT from schedule",
            "first token event - due",
            MILLISECONDS,
            request -> minus(request.firstTokenNs(), request.dueNs())),

    TTFO(
            Group.ANSWER_TIMES,
            "ttfo",
            "Time to first answer text (TTFO)",
            "first event with answer text - sent",
            MILLISECONDS,
            request -> minus(request.firstContentNs(), request.sentNs())),

    TPOT(
            Group.ANSWER_TIMES,
            "tpot",
            "Time per output token (TPOT)",
            "(last - first token event) / (output tokens - tokens of the first event, 1 where they are unknown); not for fewer than 2"
                    + " tokens",
            MILLISECONDS,
            RequestMetric::tpotNs),

    TTFT_NETWORK(
            Group.TTFT_PARTS,
            "ttft_network",
            "TTFT: network",
            "shortest of five TCP connects before the run: one way and back; where the server tells queue or prefill",
            MILLISECONDS,
            MeasuredRequest::networkNs),

    TTFT_QUEUE(
            Group.TTFT_PARTS,
            "ttft_queue",
            "TTFT: in the server's queue",
            "as the server tells: queue_time_ms of vLLM's metrics, queue_time of SGLang's meta_info",
            MILLISECONDS,
            MeasuredRequest::queueNs),

    TTFT_PREFILL(
            Group.TTFT_PARTS,
            "ttft_prefill",
            "TTFT: prefill",
            "as the server tells: time_to_first_token_ms of vLLM's metrics, prefill_finished_time - forward_entry_time of SGLang's"
                    + " meta_info, prompt_ms of llama.cpp's timings",
            MILLISECONDS,
            MeasuredRequest::prefillNs),

    TTFT_UNEXPLAINED(
            Group.TTFT_PARTS,
            "ttft_unexplained",
            "TTFT: unexplained",
            "ttft - connect - request_write - ttft_network - ttft_queue - ttft_prefill, those that are known; where the server"
                    + " tells queue or prefill",
            MILLISECONDS,
            RequestMetric::unexplainedNs),

    CLIENT_QUEUE(
            Group.CLIENT_TIMES,
            "client_queue",
            "Client queue time",
            "sent - due; not for a request sent again",
            MILLISECONDS,
            request -> minus(request.sentOnceNs(), request.dueNs())),

    SCHEDULE_LAG(
            Group.CLIENT_TIMES,
            "schedule_lag",
            "Lag behind schedule",
            "sent - scheduled; not for a request sent again",
            MILLISECONDS,
            request -> minus(request.sentOnceNs(), request.scheduledNs())),

    CONNECT(
            Group.CLIENT_TIMES,
            "connect",
            "Connect",
            "connected - sent; next to nothing where an idle connection was there",
            MILLISECONDS,
            request -> minus(request.connectedNs(), request.sentNs())),

    REQUEST_WRITE(
            Group.CLIENT_TIMES,
            "request_write",
            "Request write",
            "last byte of the request flushed - connected",
            MILLISECONDS,
            request -> minus(request.writtenNs(), request.connectedNs())),

    PROMPT_TOKENS(
            Group.TOKENS,
            "prompt_tokens",
            "Prompt tokens, by server",
            "the server's prompt_tokens",
            TOKENS,
            request -> count(request.usage().promptTokens())),

    PROMPT_TOKENS_BY_CLIENT(
            Group.TOKENS,
            "prompt_tokens_by_client",
            "Prompt tokens, by client",
            "the client's tokenizer on the prompt with chat template",
            TOKENS,
            MeasuredRequest::promptTokensByClient),

    OUTPUT_TOKENS(
            Group.TOKENS,
            "output_tokens",
            "Output tokens",
            "the server's usage, else its highest running count, else the client's tokenizer",
            TOKENS,
            MeasuredRequest::outputTokens),

    TEXTLESS_TOKENS(
            Group.TOKENS,
            "textless_tokens",
            "Tokens without text",
            "tokens of the events that have no text, such as special tokens after the model's last word; not where nothing tells",
            TOKENS,
            MeasuredRequest::textlessTokens),

    FIRST_EVENT_TOKENS(
            Group.TOKENS,
            "first_event_tokens",
            "Tokens of the first event",
            "the running count at the first token event, or what the number of events leaves possible",
            TOKENS,
            MeasuredRequest::firstEventTokens),

    CACHED_TOKENS(
            Group.TOKENS,
            "cached_tokens",
            "Cached prompt tokens",
            "the server's cached_tokens",
            TOKENS,
            request -> count(request.usage().cachedTokens())),

    CACHED_DEVICE_TOKENS(
            Group.TOKENS,
            "cached_device_tokens",
            "Cached prompt tokens, from device",
            "device in the server's cached_tokens_details",
            TOKENS,
            request -> count(request.usage().cachedDeviceTokens())),

    CACHED_HOST_TOKENS(
            Group.TOKENS,
            "cached_host_tokens",
            "Cached prompt tokens, from host",
            "host in the server's cached_tokens_details",
            TOKENS,
            request -> count(request.usage().cachedHostTokens())),

    CACHED_STORAGE_TOKENS(
            Group.TOKENS,
            "cached_storage_tokens",
            "Cached prompt tokens, from storage",
            "storage in the server's cached_tokens_details",
            TOKENS,
            request -> count(request.usage().cachedStorageTokens()));

    private final Group group;
    private final String id;
    private final String label;
    private final String formula;
    private final Unit unit;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final ToLongFunction<MeasuredRequest> figure;

    /** @param figure the figure in its kept unit, or {@link Metric#ABSENT}; also for a request that was not sent */
    RequestMetric(
            Group group, String id, String label, String formula, Unit unit, ToLongFunction<MeasuredRequest> figure) {
        this.group = group;
        this.id = id;
        this.label = label;
        this.formula = formula;
        this.unit = unit;
        this.figure = figure;
    }

    @Override
    public Group group() {
        return group;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String formula() {
        return formula;
    }

    @Override
    public Unit unit() {
        return unit;
    }

    long of(MeasuredRequest request) {
        return figure.applyAsLong(request);
    }

    /** A first event of unknown size counts as one token, as every tool assumes; rounded to the nanosecond. */
    private static long tpotNs(MeasuredRequest request) {
        long decodeNs = minus(request.lastTokenNs(), request.firstTokenNs());
        long outputTokens = request.outputTokens();
        if (decodeNs == ABSENT || outputTokens == ABSENT || outputTokens < 2) {
            return ABSENT;
        }
        long first = request.firstEventTokens();
        long later = outputTokens - (first == ABSENT ? 1 : first);
        return later < 1 ? ABSENT : Math.round((double) decodeNs / later);
    }

    /** May be below 0: the clocks are two, and the parts may overlap. */
    private static long unexplainedNs(MeasuredRequest request) {
        if (request.queueNs() == ABSENT && request.prefillNs() == ABSENT) {
            return ABSENT;
        }
        long left = minus(request.firstTokenNs(), request.sentNs());
        for (RequestMetric part : List.of(CONNECT, REQUEST_WRITE, TTFT_NETWORK, TTFT_QUEUE, TTFT_PREFILL)) {
            long partNs = part.of(request);
            left -= partNs == ABSENT ? 0 : partNs;
        }
        return left;
    }

    private static long count(int tokens) {
        return MeasuredRequest.count(tokens);
    }

    private static long minus(long laterNs, long earlierNs) {
        return laterNs == ABSENT || earlierNs == ABSENT ? ABSENT : laterNs - earlierNs;
    }
}
