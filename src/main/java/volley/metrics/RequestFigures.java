package volley.metrics;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import volley.client.Exchange;

/**
 * The figures of one request: a value for each {@link RequestMetric}, where the formulas stand, and what else is kept of its
 * events. Times are nanoseconds; a figure that cannot be computed is {@link #ABSENT}, never 0.
 */
public final class RequestFigures {
    /** A figure that cannot be computed. The same value as {@link Exchange#NEVER}. */
    public static final long ABSENT = Metric.ABSENT;

    private static final RequestMetric[] METRICS = RequestMetric.values();

    private final long[] byMetric;
    private final long firstTokenNs;
    private final long lastTokenNs;
    private final long firstEventNs;
    private final long firstTextNs;
    private final long lastChoiceNs;
    private final OutputTokenSource outputTokenSource;
    private final int tokenEvents;
    private final boolean answerTextOnly;
    private final int events;
    private final int retries;

    private RequestFigures(Builder from) {
        byMetric = from.byMetric;
        firstTokenNs = from.firstTokenNs;
        lastTokenNs = from.lastTokenNs;
        firstEventNs = from.firstEventNs;
        firstTextNs = from.firstTextNs;
        lastChoiceNs = from.lastChoiceNs;
        outputTokenSource = from.outputTokenSource;
        tokenEvents = from.tokenEvents;
        answerTextOnly = from.answerTextOnly;
        events = from.events;
        retries = from.retries;
    }

    /**
     * Computes the figures of a turn.
     *
     * @param turn any turn; one that was never sent has no figures
     * @param tokenCounter counts the tokens of an answer when the server counted none, or {@code null}; it is asked at
     *     most once, and a negative result means it could not
     */
    public static RequestFigures of(TurnRecord turn, ToIntFunction<String> tokenCounter) {
        return of(MeasuredRequest.of(turn, tokenCounter));
    }

    static RequestFigures of(MeasuredRequest request) {
        Builder figures = builder()
                .firstTokenNs(request.firstTokenNs())
                .lastTokenNs(request.lastTokenNs())
                .outputTokenSource(request.outputTokenSource())
                .tokenEvents(request.tokens().count())
                .answerTextOnly(request.tokens().contentOnly())
                .events(request.events())
                .retries(request.retries());
        figures.firstEventNs(sinceSent(request, request.firstEventNs()))
                .firstTextNs(sinceSent(request, request.firstTextNs()))
                .lastChoiceNs(sinceSent(request, request.lastChoiceNs()));
        for (RequestMetric metric : METRICS) {
            figures.set(metric, metric.of(request));
        }
        return figures.build();
    }

    private static long sinceSent(MeasuredRequest request, long stampNs) {
        return stampNs == ABSENT ? ABSENT : stampNs - request.sentNs();
    }

    /** Figures that were computed before. */
    public static Builder builder() {
        return new Builder();
    }

    /** The figure in its kept unit, or {@link #ABSENT}. */
    @SuppressWarnings("EnumOrdinal") // a place in an array that is kept nowhere
    public long get(RequestMetric metric) {
        return byMetric[metric.ordinal()];
    }

    /**
     * {@code System.nanoTime()} stamp of the first token event; absent when the answer came in one piece.
     */
    public long firstTokenNs() {
        return firstTokenNs;
    }

    /** Stamp of the last token event; absent where it is unclear which one that is. */
    public long lastTokenNs() {
        return lastTokenNs;
    }

    /** From sent to the first event of any kind but a comment; absent when the answer came in one piece. */
    public long firstEventNs() {
        return firstEventNs;
    }

    /** From sent to the first event with answer text or reasoning; absent when the answer came in one piece. */
    public long firstTextNs() {
        return firstTextNs;
    }

    /** From sent to the last event that is part of the answer, with a token or not; absent when it came in one piece. */
    public long lastChoiceNs() {
        return lastChoiceNs;
    }

    /** Where {@link RequestMetric#OUTPUT_TOKENS} is from. */
    public OutputTokenSource outputTokenSource() {
        return outputTokenSource;
    }

    /** Number of token events. */
    public int tokenEvents() {
        return tokenEvents;
    }

    /** Whether no token event was reasoning or a tool call. */
    public boolean answerTextOnly() {
        return answerTextOnly;
    }

    /** Number of events of any kind. */
    public int events() {
        return events;
    }

    /** How often the request was sent again. */
    public int retries() {
        return retries;
    }

    /** Names each figure; what is not set is absent. Makes one object. */
    public static final class Builder {
        private final long[] byMetric = new long[METRICS.length];
        private long firstTokenNs = ABSENT;
        private long lastTokenNs = ABSENT;
        private long firstEventNs = ABSENT;
        private long firstTextNs = ABSENT;
        private long lastChoiceNs = ABSENT;
        private OutputTokenSource outputTokenSource = OutputTokenSource.NONE;
        private int tokenEvents;
        private boolean answerTextOnly = true;
        private int events;
        private int retries;

        private Builder() {
            Arrays.fill(byMetric, ABSENT);
        }

        @SuppressWarnings("EnumOrdinal") // a place in an array that is kept nowhere
        public Builder set(RequestMetric metric, long value) {
            byMetric[metric.ordinal()] = value;
            return this;
        }

        public Builder firstTokenNs(long stampNs) {
            firstTokenNs = stampNs;
            return this;
        }

        public Builder lastTokenNs(long stampNs) {
            lastTokenNs = stampNs;
            return this;
        }

        /** Counts from sent: it is not a stamp. */
        public Builder firstEventNs(long sinceSentNs) {
            firstEventNs = sinceSentNs;
            return this;
        }

        /** Counts from sent: it is not a stamp. */
        public Builder firstTextNs(long sinceSentNs) {
            firstTextNs = sinceSentNs;
            return this;
        }

        /** Counts from sent: it is not a stamp. */
        public Builder lastChoiceNs(long sinceSentNs) {
            lastChoiceNs = sinceSentNs;
            return this;
        }

        public Builder outputTokenSource(OutputTokenSource source) {
            outputTokenSource = source;
            return this;
        }

        public Builder tokenEvents(int count) {
            tokenEvents = count;
            return this;
        }

        public Builder answerTextOnly(boolean textOnly) {
            answerTextOnly = textOnly;
            return this;
        }

        public Builder events(int count) {
            events = count;
            return this;
        }

        public Builder retries(int count) {
            retries = count;
            return this;
        }

        public RequestFigures build() {
            return new RequestFigures(this);
        }
    }
}
