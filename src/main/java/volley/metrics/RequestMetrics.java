package volley.metrics;

import static volley.metrics.Unit.MILLISECONDS;
import static volley.metrics.Unit.TOKENS;

import java.util.List;

/**
 * The figures of a request. In a formula, {@code due} is {@code max(scheduled, ready)}, and a {@code token event} is
 * one that bears answer text, reasoning or a tool call.
 */
public final class RequestMetrics {
    public static final RequestMetric E2E = new RequestMetric(
            300, "e2e_latency", "End to end (E2E)", "last token event - sent", MILLISECONDS, RequestFigures::e2eNs);

    public static final RequestMetric STREAM_END = new RequestMetric(
            310,
            "stream_end",
            "Stream end",
            "[DONE] or end of the body - sent",
            MILLISECONDS,
            RequestFigures::streamEndNs);

    public static final RequestMetric TTFT = new RequestMetric(
            320,
            "ttft",
            "Time to first token (TTFT)",
            "first token event - sent",
            MILLISECONDS,
            RequestFigures::ttftNs);

    public static final RequestMetric TTFT_SCHEDULED = new RequestMetric(
            330,
            "ttft_scheduled",
            "TTFT from schedule",
            "first token event - due",
            MILLISECONDS,
            RequestFigures::ttftScheduledNs);

    public static final RequestMetric TTFO = new RequestMetric(
            340,
            "ttfo",
            "Time to first answer text (TTFO)",
            "first event with answer text - sent",
            MILLISECONDS,
            RequestFigures::ttfoNs);

    public static final RequestMetric TPOT = new RequestMetric(
            350,
            "tpot",
            "Time per output token (TPOT)",
            "(last - first token event) / (output tokens - tokens of the first event, 1 where they are unknown); not for fewer than 2"
                    + " tokens",
            MILLISECONDS,
            RequestFigures::tpotNs);

    public static final RequestMetric CLIENT_QUEUE = new RequestMetric(
            390,
            "client_queue",
            "Client queue time",
            "sent - due; not for a request sent again",
            MILLISECONDS,
            RequestFigures::clientQueueNs);

    public static final RequestMetric SCHEDULE_LAG = new RequestMetric(
            400,
            "schedule_lag",
            "Lag behind schedule",
            "sent - scheduled; not for a request sent again",
            MILLISECONDS,
            RequestFigures::scheduleLagNs);

    public static final RequestMetric CONNECT = new RequestMetric(
            402,
            "connect",
            "Connect",
            "connected - sent; next to nothing where an idle connection was there",
            MILLISECONDS,
            RequestFigures::connectNs);

    public static final RequestMetric REQUEST_WRITE = new RequestMetric(
            405,
            "request_write",
            "Request write",
            "last byte of the request flushed - connected",
            MILLISECONDS,
            RequestFigures::writeNs);

    public static final RequestMetric PROMPT_TOKENS = new RequestMetric(
            410,
            "prompt_tokens",
            "Prompt tokens, by server",
            "the server's prompt_tokens",
            TOKENS,
            RequestFigures::promptTokens);

    public static final RequestMetric PROMPT_TOKENS_BY_CLIENT = new RequestMetric(
            420,
            "prompt_tokens_by_client",
            "Prompt tokens, by client",
            "the client's tokenizer on the prompt with chat template",
            TOKENS,
            RequestFigures::promptTokensByClient);

    public static final RequestMetric OUTPUT_TOKENS = new RequestMetric(
            430,
            "output_tokens",
            "Output tokens",
            "the server's usage, else its highest running count, else the client's tokenizer",
            TOKENS,
            RequestFigures::outputTokens);

    public static final RequestMetric FIRST_EVENT_TOKENS = new RequestMetric(
            440,
            "first_event_tokens",
            "Tokens of the first event",
            "the running count at the first token event, or what the number of events leaves possible",
            TOKENS,
            RequestFigures::firstEventTokens);

    public static final RequestMetric CACHED_TOKENS = new RequestMetric(
            450,
            "cached_tokens",
            "Cached prompt tokens",
            "the server's cached_tokens",
            TOKENS,
            RequestFigures::cachedTokens);

    public static final RequestMetric CACHED_DEVICE_TOKENS = new RequestMetric(
            460,
            "cached_device_tokens",
            "Cached prompt tokens, from device",
            "device in the server's cached_tokens_details",
            TOKENS,
            RequestFigures::cachedDeviceTokens);

    public static final RequestMetric CACHED_HOST_TOKENS = new RequestMetric(
            470,
            "cached_host_tokens",
            "Cached prompt tokens, from host",
            "host in the server's cached_tokens_details",
            TOKENS,
            RequestFigures::cachedHostTokens);

    public static final RequestMetric CACHED_STORAGE_TOKENS = new RequestMetric(
            480,
            "cached_storage_tokens",
            "Cached prompt tokens, from storage",
            "storage in the server's cached_tokens_details",
            TOKENS,
            RequestFigures::cachedStorageTokens);

    /** All of them, in order. */
    public static final List<RequestMetric> ALL = List.of(
            E2E,
            STREAM_END,
            TTFT,
            TTFT_SCHEDULED,
            TTFO,
            TPOT,
            CLIENT_QUEUE,
            SCHEDULE_LAG,
            CONNECT,
            REQUEST_WRITE,
            PROMPT_TOKENS,
            PROMPT_TOKENS_BY_CLIENT,
            OUTPUT_TOKENS,
            FIRST_EVENT_TOKENS,
            CACHED_TOKENS,
            CACHED_DEVICE_TOKENS,
            CACHED_HOST_TOKENS,
            CACHED_STORAGE_TOKENS);

    private RequestMetrics() {}
}
