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
import volley.metrics.RequestMetric;
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
                TurnRecord.builder()
                        .order(line.path("order").asInt(TurnRecord.NOT_SENT))
                        .conversation(line.path("conversation").asInt())
                        .conversationId(line.path("conversation_id").asText())
                        .turn(line.path("turn").asInt())
                        .requestedOutputTokens(
                                line.path("output_tokens_requested").asInt())
                        .promptTokensByClient(
                                line.path("prompt_tokens_by_client").asInt(Usage.ABSENT))
                        .exchange(line.path("order").isNumber() ? exchange(line, outcome) : null)
                        .outcome(outcome)
                        .retries(line.path("retries").asInt())
                        .build(),
                figures(line));
    }

    private static Exchange exchange(JsonNode line, Outcome outcome) {
        return Exchange.builder()
                .scheduledNs(number(line, "scheduled_ns"))
                .readyNs(number(line, "ready_ns"))
                .sentNs(number(line, "sent_ns"))
                .connectedNs(number(line, "connected_ns"))
                .writtenNs(number(line, "written_ns"))
                .endNs(number(line, "end_ns"))
                .httpStatus(line.path("http_status").asInt())
                .events(new EventLog(0))
                .finishReason(line.path("finish_reason").textValue())
                .outcome(outcome)
                .error(line.path("error").textValue())
                .build();
    }

    private static RequestFigures figures(JsonNode line) {
        RequestFigures.Builder figures = RequestFigures.builder()
                .firstTokenNs(number(line, "first_token_ns"))
                .lastTokenNs(number(line, "last_token_ns"))
                .firstEventNs(firstEventNs(line))
                .outputTokenSource(source(line.path("output_tokens_source").textValue()))
                .tokenEvents(line.path("token_events").asInt())
                .events(line.path("events").asInt())
                .retries(line.path("retries").asInt());
        for (RequestMetric metric : RequestMetric.values()) {
            figures.set(metric, number(line, RequestLog.field(metric)));
        }
        return figures.build();
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
