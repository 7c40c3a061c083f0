package volley.metrics;

import java.nio.charset.StandardCharsets;
import volley.client.EventKind;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.client.ServerTimes;
import volley.client.Usage;

/** Writes down an exchange as a story in milliseconds since the run's start. */
public final class ExchangeBuilder {
    /** The run's start as a {@code nanoTime} value; negative, as it may be. */
    public static final long RUN_START_NS = -7_000_000_000L;

    private final EventLog events = new EventLog(8);
    private long scheduledNs = RUN_START_NS;
    private long readyNs = RUN_START_NS;
    private long sentNs = RUN_START_NS;
    private long connectedNs = RUN_START_NS + 20_000;
    private long writtenNs = RUN_START_NS + 50_000;
    private long endNs = RUN_START_NS;
    private int httpStatus = 200;
    private ServerTimes serverTimes = Exchange.NO_SERVER_TIMES;
    private long roundTripNs = Exchange.NEVER;
    private Usage usage = Usage.NONE;
    private String finishReason;
    private String answer = "";
    private Outcome outcome = Outcome.OK;
    private String error;

    public static long ns(double ms) {
        return RUN_START_NS + Math.round(ms * 1e6);
    }

    public ExchangeBuilder scheduled(double ms) {
        scheduledNs = ns(ms);
        return this;
    }

    public ExchangeBuilder ready(double ms) {
        readyNs = ns(ms);
        return this;
    }

    /** With a connection 0.02 ms later and written 0.05 ms later, unless told otherwise afterwards. */
    public ExchangeBuilder sent(double ms) {
        sentNs = ns(ms);
        connectedNs = sentNs + 20_000;
        writtenNs = sentNs + 50_000;
        endNs = Math.max(endNs, sentNs);
        return this;
    }

    public ExchangeBuilder connected(double ms) {
        connectedNs = ns(ms);
        return this;
    }

    public ExchangeBuilder written(double ms) {
        writtenNs = ns(ms);
        return this;
    }

    /** No connection came, and so nothing was written. */
    public ExchangeBuilder notConnected() {
        connectedNs = Exchange.NEVER;
        return notWritten();
    }

    public ExchangeBuilder notWritten() {
        writtenNs = Exchange.NEVER;
        return this;
    }

    public ExchangeBuilder event(double ms, EventKind kind) {
        return event(ms, kind, EventLog.TOKENS_UNKNOWN);
    }

    public ExchangeBuilder event(double ms, EventKind kind, int runningCount) {
        events.begin(ns(ms));
        events.add(ns(ms), kind, runningCount);
        endNs = Math.max(endNs, ns(ms));
        return this;
    }

    /** What has one time from here on was read together, and may have come one after the other. */
    public ExchangeBuilder readTogether() {
        events.came(false, false);
        return this;
    }

    /** Of what comes from here on nobody knows when it came. */
    public ExchangeBuilder unknown(boolean areUnknown) {
        events.came(true, areUnknown);
        return this;
    }

    public ExchangeBuilder content(double... ms) {
        for (double time : ms) {
            event(time, EventKind.CONTENT);
        }
        return this;
    }

    /** Answer text, of which the server does not say how many tokens it is. */
    public ExchangeBuilder text(double ms, String escapedPiece) {
        answer += escapedPiece;
        int bytes = answer.getBytes(StandardCharsets.UTF_8).length;
        events.begin(ns(ms));
        events.add(ns(ms), EventKind.CONTENT, EventLog.TOKENS_UNKNOWN, bytes);
        endNs = Math.max(endNs, ns(ms));
        return this;
    }

    /** A finish reason and [DONE]. */
    public ExchangeBuilder done(double ms) {
        finishReason = "length";
        return event(ms, EventKind.FINISH).event(ms, EventKind.DONE);
    }

    public ExchangeBuilder usage(int prompt, int completion, int cached) {
        usage = new Usage(prompt, completion, cached);
        return this;
    }

    public ExchangeBuilder usage(Usage counts) {
        usage = counts;
        return this;
    }

    public ExchangeBuilder finishReason(String reason) {
        finishReason = reason;
        return this;
    }

    /** Where the server says the time went. */
    public ExchangeBuilder serverTimes(double queueMs, double prefillMs) {
        serverTimes = new ServerTimes(Math.round(queueMs * 1e6), Math.round(prefillMs * 1e6));
        return this;
    }

    /** Of a packet to the server and back. */
    public ExchangeBuilder roundTrip(double ms) {
        roundTripNs = Math.round(ms * 1e6);
        return this;
    }

    public ExchangeBuilder answer(String escaped) {
        answer = escaped;
        return this;
    }

    public ExchangeBuilder failed(double ms, Outcome how, int status, String why) {
        outcome = how;
        httpStatus = status;
        error = why;
        endNs = ns(ms);
        return this;
    }

    public Exchange build() {
        return Exchange.builder()
                .scheduledNs(scheduledNs)
                .readyNs(readyNs)
                .sentNs(sentNs)
                .connectedNs(connectedNs)
                .writtenNs(writtenNs)
                .endNs(endNs)
                .httpStatus(httpStatus)
                .events(events)
                .usage(usage)
                .serverTimes(serverTimes)
                .finishReason(finishReason)
                .answer(answer.getBytes(StandardCharsets.UTF_8))
                .outcome(outcome)
                .error(error)
                .build();
    }

    public TurnRecord turn() {
        return turn(0, 0, 0, Usage.ABSENT);
    }

    public TurnRecord turn(int order, int conversation, int turn, int promptTokensByClient) {
        return TurnRecord.builder()
                .order(order)
                .conversation(conversation)
                .conversationId("conversation-" + conversation)
                .turn(turn)
                .requestedOutputTokens(4)
                .promptTokensByClient(promptTokensByClient)
                .exchange(build())
                .roundTripNs(roundTripNs)
                .build();
    }
}
