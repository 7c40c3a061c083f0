package volley.report;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
 *   <li>{@code scheduled_ns}, {@code ready_ns}, {@code sent_ns}, {@code written_ns}, {@code first_event_ns} (of any kind
 *       but a comment), {@code first_token_ns}, {@code last_token_ns}, {@code end_ns}: nanoseconds since the run's start
 *   <li>one field per {@link RequestMetrics} under its id, times with {@code _ns}: formulas stand there
 *   <li>{@code output_tokens_source} {@link volley.metrics.OutputTokenSource#id()}; {@code output_tokens_requested}
 *   <li>{@code token_events} events that bear tokens; {@code events} events of any kind
 * </ul>
 */
final class RequestLog implements Closeable {
    static final String FILE_NAME = "requests.jsonl";
    /** Keeps a line within one write of the generator's buffer. */
    private static final int MAX_ERROR_CHARS = 1000;

    private final long runStartNs;
    private final JsonGenerator json;

    /**
     * Opens the file.
     *
     * @param runStartNs {@code System.nanoTime()} that the times of the file count from
     * @param before what is done before anything of the file is handed to the operating system
     */
    RequestLog(Path folder, long runStartNs, Runnable before) throws IOException {
        this.runStartNs = runStartNs;
        OutputStream out = new FilterOutputStream(Files.newOutputStream(folder.resolve(FILE_NAME))) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                before.run();
                out.write(bytes, from, length);
            }
        };
        this.json = new JsonFactory()
                .createGenerator(out, JsonEncoding.UTF8)
                .setPrettyPrinter(new MinimalPrettyPrinter(""));
    }

    void write(TurnRecord turn, RequestFigures figures) throws IOException {
        json.writeStartObject();
        count("order", turn.order());
        json.writeNumberField("conversation", turn.conversation());
        json.writeStringField("conversation_id", SafeText.clean(turn.conversationId()));
        json.writeNumberField("turn", turn.turn());
        json.writeStringField("outcome", turn.outcome().id());
        writeExchange(turn.exchange(), figures);
        for (RequestMetric metric : RequestMetrics.ALL) {
            json.writeFieldName(metric.unit() == Unit.MILLISECONDS ? metric.id() + "_ns" : metric.id());
            value(metric.figure().applyAsLong(figures));
        }
        json.writeStringField(
                "output_tokens_source", figures.outputTokenSource().id());
        json.writeNumberField("output_tokens_requested", turn.requestedOutputTokens());
        json.writeNumberField("retries", turn.retries());
        json.writeNumberField("token_events", figures.tokenEvents());
        json.writeNumberField("events", figures.events());
        json.writeEndObject();
        json.writeRaw('\n');
    }

    void flush() throws IOException {
        json.flush();
    }

    private void writeExchange(Exchange exchange, RequestFigures figures) throws IOException {
        boolean sent = exchange != null;
        json.writeStringField("error", sent ? SafeText.oneLine(exchange.error(), MAX_ERROR_CHARS) : null);
        count("http_status", sent && exchange.httpStatus() > 0 ? exchange.httpStatus() : -1);
        json.writeStringField("finish_reason", sent ? SafeText.clean(exchange.finishReason()) : null);
        time("scheduled_ns", sent ? exchange.scheduledNs() : Exchange.NEVER);
        time("ready_ns", sent ? exchange.readyNs() : Exchange.NEVER);
        time("sent_ns", sent ? exchange.sentNs() : Exchange.NEVER);
        time("written_ns", sent ? exchange.writtenNs() : Exchange.NEVER);
        boolean streamed = figures.firstEventNs() != RequestFigures.ABSENT;
        time("first_event_ns", streamed ? exchange.sentNs() + figures.firstEventNs() : Exchange.NEVER);
        time("first_token_ns", figures.firstTokenNs());
        time("last_token_ns", figures.lastTokenNs());
        time("end_ns", sent ? exchange.endNs() : Exchange.NEVER);
    }

    private void count(String name, int count) throws IOException {
        json.writeFieldName(name);
        value(count < 0 ? RequestFigures.ABSENT : count);
    }

    private void time(String name, long timeNs) throws IOException {
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
