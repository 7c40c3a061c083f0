package volley.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.client.Usage;
import volley.metrics.OutputTokenSource;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;

/**
 * A line of {@link RequestLog}, read back. Its times count from the run's start. What the line does not have is not
 * there: single events and the answer's text.
 *
 * @param turn with an exchange that has no events
 * @param figures as they were written
 */
record RecordedTurn(TurnRecord turn, RequestFigures figures) {
    private static final Map<String, Outcome> OUTCOMES =
            Arrays.stream(Outcome.values()).collect(Collectors.toMap(Outcome::id, Function.identity()));

    static RecordedTurn of(JsonNode line) {
        Outcome outcome = OUTCOMES.get(line.path("outcome").asText());
        if (outcome == null) {
            throw new IllegalArgumentException("no outcome named " + line.path("outcome"));
        }
        return new RecordedTurn(
                new TurnRecord(
                        line.path("order").asInt(TurnRecord.NOT_SENT),
                        line.path("conversation").asInt(),
                        line.path("conversation_id").asText(),
                        line.path("turn").asInt(),
                        line.path("output_tokens_requested").asInt(),
                        line.path("prompt_tokens_by_client").asInt(Usage.ABSENT),
                        line.path("order").isNumber() ? exchange(line, outcome) : null,
                        outcome,
                        line.path("retries").asInt()),
                figures(line));
    }

    private static Exchange exchange(JsonNode line, Outcome outcome) {
        return new Exchange(
                number(line, "scheduled_ns"),
                number(line, "ready_ns"),
                number(line, "sent_ns"),
                number(line, "connected_ns"),
                number(line, "written_ns"),
                number(line, "end_ns"),
                line.path("http_status").asInt(),
                new EventLog(0),
                null,
                line.path("finish_reason").textValue(),
                null,
                outcome,
                line.path("error").textValue());
    }

    private static RequestFigures figures(JsonNode line) {
        return new RequestFigures(
                number(line, "first_token_ns"),
                number(line, "last_token_ns"),
                number(line, "client_queue_ns"),
                number(line, "schedule_lag_ns"),
                number(line, "connect_ns"),
                number(line, "request_write_ns"),
                firstEventNs(line),
                number(line, "ttft_ns"),
                number(line, "ttft_scheduled_ns"),
                number(line, "ttfo_ns"),
                number(line, "tpot_ns"),
                number(line, "e2e_latency_ns"),
                number(line, "stream_end_ns"),
                number(line, "prompt_tokens"),
                number(line, "prompt_tokens_by_client"),
                number(line, "output_tokens"),
                source(line.path("output_tokens_source").textValue()),
                number(line, "first_event_tokens"),
                number(line, "cached_tokens"),
                number(line, "cached_device_tokens"),
                number(line, "cached_host_tokens"),
                number(line, "cached_storage_tokens"),
                line.path("token_events").asInt(),
                true,
                line.path("events").asInt(),
                line.path("retries").asInt());
    }

    /** The file has the time, the figures have it from sent on. */
    private static long firstEventNs(JsonNode line) {
        long timeNs = number(line, "first_event_ns");
        return timeNs == RequestFigures.ABSENT ? RequestFigures.ABSENT : timeNs - number(line, "sent_ns");
    }

    private static OutputTokenSource source(String id) {
        return Arrays.stream(OutputTokenSource.values())
                .filter(source -> id != null && id.equals(source.id()))
                .findFirst()
                .orElse(OutputTokenSource.NONE);
    }

    private static long number(JsonNode line, String name) {
        return line.path(name).isNumber() ? line.path(name).asLong() : RequestFigures.ABSENT;
    }
}
