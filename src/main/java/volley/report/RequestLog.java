package volley.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.List;
import volley.client.Exchange;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.RequestMetrics;
import volley.metrics.TurnRecord;
import volley.metrics.Unit;

/**
 * {@code requests.jsonl}: one line per planned turn in the order they ended, those never sent included. Every line has
 * every field; what is absent is {@code null}. {@link #flush()} hands what was written to the operating system: killing
 * this process loses nothing written before.
 *
 * <ul>
 *   <li>{@code order} place in the order of sending, from 0; {@code conversation} index in the plan, {@code
 *       conversation_id}, {@code turn} index in the conversation
 *   <li>{@code outcome} {@link volley.client.Outcome#id()}; {@code error} one line; {@code http_status}; {@code
 *       finish_reason}
 *   <li>{@code scheduled_ns}, {@code ready_ns}, {@code sent_ns}, {@code connected_ns}, {@code written_ns}, {@code
 *       first_event_ns} (of any kind but a comment), {@code first_token_ns}, {@code last_token_ns}, {@code end_ns}:
 *       nanoseconds since the run's start
 *   <li>one field per {@link RequestMetrics} under its id, times with {@code _ns}: formulas stand there
 *   <li>{@code output_tokens_source} {@link volley.metrics.OutputTokenSource#id()}; {@code output_tokens_requested}
 *   <li>{@code token_events} events that bear tokens; {@code events} events of any kind
 * </ul>
 */
final class RequestLog implements Closeable {
    static final String FILE_NAME = "requests.jsonl";

    /** Keeps a line within one write of the generator's buffer. */
    private static final int MAX_ERROR_CHARS = 1000;

    // Encoded once: names are most of what a line costs.
    private static final SerializableString ORDER = new SerializedString("order");
    private static final SerializableString CONVERSATION = new SerializedString("conversation");
    private static final SerializableString CONVERSATION_ID = new SerializedString("conversation_id");
    private static final SerializableString TURN = new SerializedString("turn");
    private static final SerializableString OUTCOME = new SerializedString("outcome");
    private static final SerializableString ERROR = new SerializedString("error");
    private static final SerializableString HTTP_STATUS = new SerializedString("http_status");
    private static final SerializableString FINISH_REASON = new SerializedString("finish_reason");
    private static final SerializableString SCHEDULED_NS = new SerializedString("scheduled_ns");
    private static final SerializableString READY_NS = new SerializedString("ready_ns");
    private static final SerializableString SENT_NS = new SerializedString("sent_ns");
    private static final SerializableString CONNECTED_NS = new SerializedString("connected_ns");
    private static final SerializableString WRITTEN_NS = new SerializedString("written_ns");
    private static final SerializableString FIRST_EVENT_NS = new SerializedString("first_event_ns");
    private static final SerializableString FIRST_TOKEN_NS = new SerializedString("first_token_ns");
    private static final SerializableString LAST_TOKEN_NS = new SerializedString("last_token_ns");
    private static final SerializableString END_NS = new SerializedString("end_ns");
    private static final SerializableString OUTPUT_TOKENS_SOURCE = new SerializedString("output_tokens_source");
    private static final SerializableString OUTPUT_TOKENS_REQUESTED = new SerializedString("output_tokens_requested");
    private static final SerializableString RETRIES = new SerializedString("retries");
    private static final SerializableString TOKEN_EVENTS = new SerializedString("token_events");
    private static final SerializableString EVENTS = new SerializedString("events");

    private static final List<Column> METRICS =
            RequestMetrics.ALL.stream().map(Column::of).toList();

    private record Column(SerializableString name, RequestMetric metric) {
        static Column of(RequestMetric metric) {
            return new Column(
                    new SerializedString(metric.unit() == Unit.MILLISECONDS ? metric.id() + "_ns" : metric.id()),
                    metric);
        }
    }

    private final long runStartNs;
    private final JsonGenerator json;

    /**
     * Writes into the claimed file.
     *
     * @param file empty
     * @param runStartNs {@code System.nanoTime()} that the times of the file count from
     * @param before what is done before anything of the file is handed to the operating system
     */
    RequestLog(FileChannel file, long runStartNs, Runnable before) throws IOException {
        this.runStartNs = runStartNs;
        OutputStream out = new FilterOutputStream(Channels.newOutputStream(file)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                before.run();
                out.write(bytes, from, length);
            }
        };
        this.json = new JsonFactoryBuilder()
                .rootValueSeparator((String) null)
                .build()
                .createGenerator(out, JsonEncoding.UTF8);
    }

    void write(TurnRecord turn, RequestFigures figures) throws IOException {
        json.writeStartObject();
        count(ORDER, turn.order());
        number(CONVERSATION, turn.conversation());
        string(CONVERSATION_ID, SafeText.clean(turn.conversationId()));
        number(TURN, turn.turn());
        string(OUTCOME, turn.outcome().id());
        writeExchange(turn.exchange(), figures);
        for (Column column : METRICS) {
            json.writeFieldName(column.name());
            value(column.metric().figure().applyAsLong(figures));
        }
        string(OUTPUT_TOKENS_SOURCE, figures.outputTokenSource().id());
        number(OUTPUT_TOKENS_REQUESTED, turn.requestedOutputTokens());
        number(RETRIES, turn.retries());
        number(TOKEN_EVENTS, figures.tokenEvents());
        number(EVENTS, figures.events());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    void flush() throws IOException {
        json.flush();
    }

    private void writeExchange(Exchange exchange, RequestFigures figures) throws IOException {
        boolean sent = exchange != null;
        string(ERROR, sent ? SafeText.oneLine(exchange.error(), MAX_ERROR_CHARS) : null);
        count(HTTP_STATUS, sent && exchange.httpStatus() > 0 ? exchange.httpStatus() : -1);
        string(FINISH_REASON, sent ? SafeText.clean(exchange.finishReason()) : null);
        time(SCHEDULED_NS, sent ? exchange.scheduledNs() : Exchange.NEVER);
        time(READY_NS, sent ? exchange.readyNs() : Exchange.NEVER);
        time(SENT_NS, sent ? exchange.sentNs() : Exchange.NEVER);
        time(CONNECTED_NS, sent ? exchange.connectedNs() : Exchange.NEVER);
        time(WRITTEN_NS, sent ? exchange.writtenNs() : Exchange.NEVER);
        boolean streamed = figures.firstEventNs() != RequestFigures.ABSENT;
        time(FIRST_EVENT_NS, streamed ? exchange.sentNs() + figures.firstEventNs() : Exchange.NEVER);
        time(FIRST_TOKEN_NS, figures.firstTokenNs());
        time(LAST_TOKEN_NS, figures.lastTokenNs());
        time(END_NS, sent ? exchange.endNs() : Exchange.NEVER);
    }

    private void string(SerializableString name, String text) throws IOException {
        json.writeFieldName(name);
        json.writeString(text);
    }

    private void number(SerializableString name, long number) throws IOException {
        json.writeFieldName(name);
        json.writeNumber(number);
    }

    private void count(SerializableString name, int count) throws IOException {
        json.writeFieldName(name);
        value(count < 0 ? RequestFigures.ABSENT : count);
    }

    private void time(SerializableString name, long timeNs) throws IOException {
        json.writeFieldName(name);
        value(timeNs == Exchange.NEVER ? RequestFigures.ABSENT : timeNs - runStartNs);
    }

    private void value(long value) throws IOException {
        if (value == RequestFigures.ABSENT) {
            json.writeNull();
        } else {
            json.writeNumber(value);
        }
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
