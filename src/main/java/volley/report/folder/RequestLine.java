package volley.report.folder;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.client.Usage;
import volley.metrics.OutputTokenSource;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TurnRecord;
import volley.metrics.Unit;
import volley.report.json.JsonLineWriter;
import volley.report.json.JsonLineWriter.Name;
import volley.report.json.SafeText;

/**
 * A line of {@code requests.jsonl}: its fields' names, how it is written and how it is read back. Every line has every
 * field; what is absent is {@code null}, with blanks behind it where a count may be put later.
 *
 * <ul>
 *   <li>{@code order} place in the order of sending, from 0; {@code conversation} index in the plan, {@code
 *       conversation_id}, {@code turn} index in the conversation
 *   <li>{@code outcome} {@link Outcome#id()}; {@code error} one line; {@code http_status}; {@code finish_reason}
 *   <li>{@code scheduled_ns}, {@code ready_ns}, {@code sent_ns}, {@code connected_ns}, {@code written_ns}, {@code
 *       first_event_ns} (of any kind but a comment), {@code first_token_ns}, {@code last_token_ns}, {@code end_ns}:
 *       nanoseconds since the run's start
 *   <li>one field per {@link RequestMetric} under its id, times with {@code _ns}: formulas stand there
 *   <li>{@code output_tokens_source} {@link OutputTokenSource#id()}; {@code output_tokens_requested}
 *   <li>{@code token_events} events that bear tokens; {@code events} events of any kind
 *   <li>{@code source} of a merged run only: which run the line is of, from 0; of shards of one plan, {@code shard}
 * </ul>
 */
public final class RequestLine {
    /** Keeps a line within one write of the generator's buffer. */
    private static final int MAX_ERROR_CHARS = 1000;

    // Encoded once: names are most of what a line costs.
    static final Name ORDER = new Name("order");
    static final Name CONVERSATION = new Name("conversation");
    private static final Name CONVERSATION_ID = new Name("conversation_id");
    static final Name TURN = new Name("turn");
    static final Name OUTCOME = new Name("outcome");
    private static final Name ERROR = new Name("error");
    private static final Name HTTP_STATUS = new Name("http_status");
    static final Name FINISH_REASON = new Name("finish_reason");
    static final Name SCHEDULED_NS = new Name("scheduled_ns");
    static final Name READY_NS = new Name("ready_ns");
    static final Name SENT_NS = new Name("sent_ns");
    private static final Name CONNECTED_NS = new Name("connected_ns");
    private static final Name WRITTEN_NS = new Name("written_ns");
    private static final Name FIRST_EVENT_NS = new Name("first_event_ns");
    private static final Name FIRST_TEXT_NS = new Name("first_text_ns");
    private static final Name LAST_CHOICE_NS = new Name("last_choice_ns");
    static final Name FIRST_TOKEN_NS = new Name("first_token_ns");
    private static final Name LAST_TOKEN_NS = new Name("last_token_ns");
    static final Name END_NS = new Name("end_ns");
    private static final Name OUTPUT_TOKENS_SOURCE = new Name("output_tokens_source");
    private static final Name OUTPUT_TOKENS_REQUESTED = new Name("output_tokens_requested");
    private static final Name RETRIES = new Name("retries");
    private static final Name TOKEN_EVENTS = new Name("token_events");
    private static final Name EVENTS = new Name("events");
    static final Name SOURCE = new Name("source");
    private static final Name SHARD = new Name("shard");

    /** Those that count from the run's start. */
    private static final List<SerializableString> TIMES = List.of(
            SCHEDULED_NS,
            READY_NS,
            SENT_NS,
            CONNECTED_NS,
            WRITTEN_NS,
            FIRST_EVENT_NS,
            FIRST_TEXT_NS,
            LAST_CHOICE_NS,
            FIRST_TOKEN_NS,
            LAST_TOKEN_NS,
            END_NS);

    private static final EnumMap<RequestMetric, Name> METRICS = metrics();

    private static final Map<String, Outcome> OUTCOMES =
            Arrays.stream(Outcome.values()).collect(Collectors.toMap(Outcome::id, Function.identity()));

    private static final RequestMetric[] ALL = RequestMetric.values();

    /** In the order of {@link #ALL}. */
    private static final Name[] ALL_NAMES = METRICS.values().toArray(Name[]::new);

    private final JsonLineWriter json;
    private final long runStartNs;
    private boolean countsComeLater;

    /** @param runStartNs {@code System.nanoTime()} that the times of the file count from */
    RequestLine(JsonLineWriter json, long runStartNs) {
        this.json = json;
        this.runStartNs = runStartNs;
    }

    private static EnumMap<RequestMetric, Name> metrics() {
        EnumMap<RequestMetric, Name> names = new EnumMap<>(RequestMetric.class);
        for (RequestMetric metric : RequestMetric.values()) {
            names.put(metric, new Name(metric.unit() == Unit.MILLISECONDS ? metric.id() + "_ns" : metric.id()));
        }
        return names;
    }

    /** The field of a metric. */
    static SerializableString of(RequestMetric metric) {
        return METRICS.get(metric);
    }

    /** Leaves room for the client's counts of prompts, which {@link CountsInPlace} puts there. */
    void countsComeLater() {
        countsComeLater = true;
    }

    /** Returns where in the file there is room for the client's count of the prompt, or {@link RequestFigures#ABSENT}. */
    long write(TurnRecord turn, RequestFigures figures) throws IOException {
        long room = RequestFigures.ABSENT;
        json.begin();
        count(ORDER, turn.order());
        number(CONVERSATION, turn.conversation());
        string(CONVERSATION_ID, SafeText.clean(turn.conversationId()));
        number(TURN, turn.turn());
        string(OUTCOME, turn.outcome().id());
        writeExchange(turn.exchange(), figures);
        for (int i = 0; i < ALL.length; i++) {
            long value = figures.get(ALL[i]);
            json.name(ALL_NAMES[i]);
            if (countsComeLater && ALL[i] == RequestMetric.PROMPT_TOKENS_BY_CLIENT && value == RequestFigures.ABSENT) {
                room = json.position();
                json.nothingYet(CountsInPlace.BLANKS);
            } else {
                value(value);
            }
        }
        string(OUTPUT_TOKENS_SOURCE, figures.outputTokenSource().id());
        number(OUTPUT_TOKENS_REQUESTED, turn.requestedOutputTokens());
        number(RETRIES, turn.retries());
        number(TOKEN_EVENTS, figures.tokenEvents());
        number(EVENTS, figures.events());
        json.end();
        return room;
    }

    private void writeExchange(Exchange exchange, RequestFigures figures) {
        boolean sent = exchange != null;
        string(ERROR, sent ? SafeText.oneLine(exchange.error(), MAX_ERROR_CHARS) : null);
        count(HTTP_STATUS, sent && exchange.httpStatus() > 0 ? exchange.httpStatus() : -1);
        string(FINISH_REASON, sent ? SafeText.clean(exchange.finishReason()) : null);
        time(SCHEDULED_NS, sent ? exchange.scheduledNs() : Exchange.NEVER);
        time(READY_NS, sent ? exchange.readyNs() : Exchange.NEVER);
        time(SENT_NS, sent ? exchange.sentNs() : Exchange.NEVER);
        time(CONNECTED_NS, sent ? exchange.connectedNs() : Exchange.NEVER);
        time(WRITTEN_NS, sent ? exchange.writtenNs() : Exchange.NEVER);
        sinceSent(FIRST_EVENT_NS, exchange, figures.firstEventNs());
        sinceSent(FIRST_TEXT_NS, exchange, figures.firstTextNs());
        sinceSent(LAST_CHOICE_NS, exchange, figures.lastChoiceNs());
        time(FIRST_TOKEN_NS, figures.firstTokenNs());
        time(LAST_TOKEN_NS, figures.lastTokenNs());
        time(END_NS, sent ? exchange.endNs() : Exchange.NEVER);
    }

    private void string(Name name, String text) {
        json.name(name);
        json.text(text);
    }

    private void number(Name name, long number) {
        json.name(name);
        json.number(number);
    }

    private void count(Name name, int count) {
        json.name(name);
        value(count < 0 ? RequestFigures.ABSENT : count);
    }

    private void sinceSent(Name name, Exchange exchange, long sinceSentNs) {
        time(name, sinceSentNs == RequestFigures.ABSENT ? Exchange.NEVER : exchange.sentNs() + sinceSentNs);
    }

    private void time(Name name, long timeNs) {
        json.name(name);
        value(timeNs == Exchange.NEVER ? RequestFigures.ABSENT : timeNs - runStartNs);
    }

    private void value(long value) {
        if (value == RequestFigures.ABSENT) {
            json.nothing();
        } else {
            json.number(value);
        }
    }

    /** @throws IllegalArgumentException if it has no outcome that there is */
    static RecordedTurn read(JsonNode line) {
        Outcome outcome = OUTCOMES.get(get(line, OUTCOME).asText());
        if (outcome == null) {
            throw new IllegalArgumentException("no outcome named " + get(line, OUTCOME));
        }
        TurnRecord turn = TurnRecord.builder()
                .order(get(line, ORDER).asInt(TurnRecord.NOT_SENT))
                .conversation(get(line, CONVERSATION).asInt())
                .conversationId(get(line, CONVERSATION_ID).asText())
                .turn(get(line, TURN).asInt())
                .requestedOutputTokens(get(line, OUTPUT_TOKENS_REQUESTED).asInt())
                .promptTokensByClient(
                        get(line, of(RequestMetric.PROMPT_TOKENS_BY_CLIENT)).asInt(Usage.ABSENT))
                .exchange(get(line, ORDER).isNumber() ? readExchange(line, outcome) : null)
                .outcome(outcome)
                .retries(get(line, RETRIES).asInt())
                .build();
        return new RecordedTurn(turn, readFigures(line));
    }

    private static Exchange readExchange(JsonNode line, Outcome outcome) {
        return Exchange.builder()
                .scheduledNs(number(line, SCHEDULED_NS))
                .readyNs(number(line, READY_NS))
                .sentNs(number(line, SENT_NS))
                .connectedNs(number(line, CONNECTED_NS))
                .writtenNs(number(line, WRITTEN_NS))
                .endNs(number(line, END_NS))
                .httpStatus(get(line, HTTP_STATUS).asInt())
                .events(new EventLog(0))
                .finishReason(get(line, FINISH_REASON).textValue())
                .outcome(outcome)
                .error(get(line, ERROR).textValue())
                .build();
    }

    private static RequestFigures readFigures(JsonNode line) {
        RequestFigures.Builder figures = RequestFigures.builder()
                .firstTokenNs(number(line, FIRST_TOKEN_NS))
                .lastTokenNs(number(line, LAST_TOKEN_NS))
                .outputTokenSource(source(get(line, OUTPUT_TOKENS_SOURCE).textValue()))
                .tokenEvents(get(line, TOKEN_EVENTS).asInt())
                .events(get(line, EVENTS).asInt())
                .retries(get(line, RETRIES).asInt());
        figures.firstEventNs(sinceSent(line, FIRST_EVENT_NS))
                .firstTextNs(sinceSent(line, FIRST_TEXT_NS))
                .lastChoiceNs(sinceSent(line, LAST_CHOICE_NS));
        METRICS.forEach((metric, name) -> figures.set(metric, number(line, name)));
        return figures.build();
    }

    private static long sinceSent(JsonNode line, SerializableString name) {
        long timeNs = number(line, name);
        return timeNs == RequestFigures.ABSENT ? timeNs : timeNs - number(line, SENT_NS);
    }

    private static OutputTokenSource source(String id) {
        return Arrays.stream(OutputTokenSource.values())
                .filter(source -> id != null && id.equals(source.id()))
                .findFirst()
                .orElse(OutputTokenSource.NONE);
    }

    private static JsonNode get(JsonNode line, SerializableString name) {
        return line.path(name.getValue());
    }

    private static long number(JsonNode line, SerializableString name) {
        return get(line, name).isNumber() ? get(line, name).asLong() : RequestFigures.ABSENT;
    }

    /** When its response ended, since the run's start, or {@code otherwise}. */
    public static long endNs(JsonNode line, long otherwise) {
        return get(line, END_NS).asLong(otherwise);
    }

    /**
     * Where the lines of a run stand in a merged one.
     *
     * @param ofOnePlan whether the runs are shards of one plan, whose conversations have their numbers already
     * @param source which run it is, from 0
     * @param offsetNs from the merged run's start to its own
     * @param orders the merged run's order of a request, by its own
     * @param firstConversation the number of its first conversation
     */
    public record Shift(boolean ofOnePlan, int source, long offsetNs, LongUnaryOperator orders, int firstConversation) {
        /** Of a run of its own, whose orders and conversations follow those of the runs before it. */
        public static Shift ofRun(int source, long offsetNs, long firstOrder, int firstConversation) {
            return new Shift(false, source, offsetNs, order -> order + firstOrder, firstConversation);
        }

        /** Of a shard. */
        public static Shift ofShard(int index, long offsetNs, LongUnaryOperator orders) {
            return new Shift(true, index, offsetNs, orders, 0);
        }

        /** Makes a line one of the merged run. */
        public void apply(ObjectNode line) {
            for (SerializableString time : TIMES) {
                if (get(line, time).isNumber()) {
                    line.put(time.getValue(), get(line, time).asLong() + offsetNs);
                }
            }
            if (get(line, ORDER).isNumber()) {
                line.put(ORDER.getValue(), orders.applyAsLong(get(line, ORDER).asLong()));
            }
            line.put(CONVERSATION.getValue(), get(line, CONVERSATION).asInt() + firstConversation);
            line.put((ofOnePlan ? SHARD : SOURCE).getValue(), source);
        }
    }
}
