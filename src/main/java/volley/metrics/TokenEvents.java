package volley.metrics;

import volley.client.EventKind;
import volley.client.EventLog;
import volley.client.Exchange;
import volley.client.Usage;

/**
 * What a response's events say of those that bear tokens: the ones with answer text, reasoning or a tool call, and the
 * ones without text of which {@link TextlessRule} knows that they bear some. Role-only, usage and comment events move no
 * stamp.
 */
public final class TokenEvents {
    private final TextlessRule rule;
    private int highestRunningCount = EventLog.TOKENS_UNKNOWN;
    private int count;
    private int textlessEvents;
    private int textlessTokens;
    private long firstAnyNs = Metric.ABSENT;
    private long lastChoiceNs = Metric.ABSENT;
    private long firstNs = Metric.ABSENT;
    private long lastNs = Metric.ABSENT;
    private long firstContentNs = Metric.ABSENT;
    private long firstTextNs = Metric.ABSENT;
    private int firstRunningCount = EventLog.TOKENS_UNKNOWN;
    private boolean contentOnly = true;
    private boolean onePiece;

    /** Takes the token events of a response, one after the other. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param index in the log
         * @param newTokens tokens it brought by the server's running count, which may be none, or
         *     {@link EventLog#TOKENS_UNKNOWN} where the server does not count as it goes
         */
        void token(int index, int newTokens);
    }

    /** Takes the gaps between token events, one after the other. */
    @FunctionalInterface
    public interface GapVisitor {
        /**
         * @param fromNs stamp of a token event
         * @param toNs stamp of the next
         */
        void gap(long fromNs, long toNs);
    }

    private TokenEvents(EventLog log, int usageTokens) {
        rule = TextlessRule.of(log, usageTokens);
        boolean done = false;
        long finishNs = Metric.ABSENT;
        for (int i = 0; i < log.size(); i++) {
            EventKind kind = log.kind(i);
            highestRunningCount = Math.max(highestRunningCount, log.cumulativeTokens(i));
            if (firstAnyNs == Metric.ABSENT && kind != EventKind.COMMENT) {
                firstAnyNs = log.timeNs(i);
            }
            if (kind.isOfChoice()) {
                lastChoiceNs = log.timeNs(i);
            }
            if (kind == EventKind.FINISH) {
                finishNs = log.timeNs(i);
            }
            done |= kind == EventKind.DONE;
        }
        forEach(log, (index, newTokens) -> add(log, index, newTokens));
        onePiece = count > 0 && firstAnyNs == lastNs && finishNs == lastNs && !done;
    }

    /** Reads the events of a response that has ended. */
    public static TokenEvents scan(Exchange exchange) {
        return new TokenEvents(exchange.events(), exchange.usage().completionTokens());
    }

    /** Of a request that was not sent. */
    static TokenEvents none() {
        return new TokenEvents(new EventLog(0), Usage.ABSENT);
    }

    private void add(EventLog log, int index, int newTokens) {
        EventKind kind = log.kind(index);
        lastNs = log.timeNs(index);
        if (count++ == 0) {
            firstNs = lastNs;
            firstRunningCount = rule.runningCount(log, index);
        }
        if (!kind.bearsTokens()) {
            textlessEvents++;
            textlessTokens += newTokens == EventLog.TOKENS_UNKNOWN ? 1 : newTokens;
            return;
        }
        if (kind != EventKind.CONTENT) {
            contentOnly = false;
        } else if (firstContentNs == Metric.ABSENT) {
            firstContentNs = lastNs;
        }
        if (kind != EventKind.TOOL && firstTextNs == Metric.ABSENT) {
            firstTextNs = lastNs;
        }
    }

    /** Shows each token event in its order. */
    public void forEach(EventLog log, Visitor visitor) {
        int countBefore = 0;
        for (int i = 0; i < log.size(); i++) {
            if (rule.bearsTokens(log, i, countBefore)) {
                int newTokens = EventLog.TOKENS_UNKNOWN;
                if (rule.isCounted()) {
                    int running = Math.max(countBefore, rule.runningCount(log, i));
                    newTokens = running - countBefore;
                    countBefore = running;
                }
                visitor.token(i, newTokens);
            }
        }
    }

    /**
     * When a token event came; {@link Metric#ABSENT} where nobody knows: a later token was read together with it. What servers
     * send right behind the last token, such as {@code [DONE]}, does not make its time unknown.
     */
    static long knownTimeNs(EventLog log, int index) {
        long timeNs = log.timeNs(index);
        if (log.isUnknown(index)) {
            return Metric.ABSENT;
        }
        if (log.mayBeEarlier(index)) {
            for (int later = index + 1; later < log.size() && log.timeNs(later) == timeNs; later++) {
                EventKind kind = log.kind(later);
                if (kind.bearsTokens()
                        || kind == EventKind.EMPTY
                        || (kind == EventKind.FINISH && isCountedHigher(log, later, index))) {
                    return Metric.ABSENT;
                }
            }
        }
        return timeNs;
    }

    private static boolean isCountedHigher(EventLog log, int later, int index) {
        return log.cumulativeTokens(index) != EventLog.TOKENS_UNKNOWN
                && log.cumulativeTokens(later) > log.cumulativeTokens(index);
    }

    /** Shows each gap between token events in its order that is known; none where the last token is unclear. */
    public void forEachGap(EventLog log, GapVisitor visitor) {
        if (isUnclear()) {
            return;
        }
        long[] previousNs = {Metric.ABSENT};
        forEach(log, (index, newTokens) -> {
            long timeNs = knownTimeNs(log, index);
            if (previousNs[0] != Metric.ABSENT && timeNs != Metric.ABSENT) {
                visitor.gap(previousNs[0], timeNs);
            }
            previousNs[0] = timeNs;
        });
    }

    /** Number of token events. */
    int count() {
        return count;
    }

    /** Whether the last token may have come in an event without text, and nothing tells whether it did. */
    public boolean isUnclear() {
        return rule.isUnclear();
    }

    /** Stamp of the first event that is no comment, token event or not, or {@link Metric#ABSENT}. */
    long firstAnyNs() {
        return firstAnyNs;
    }

    /** Stamp of the last event that is part of the answer, token event or not, or absent. */
    long lastChoiceNs() {
        return lastChoiceNs;
    }

    /** Stamp of the first token event, or absent. */
    long firstNs() {
        return firstNs;
    }

    /** Stamp of the last token event, or absent; also where it is unclear. */
    long lastNs() {
        return isUnclear() ? Metric.ABSENT : lastNs;
    }

    /** Stamp of the first event with answer text, or absent. */
    long firstContentNs() {
        return firstContentNs;
    }

    /** Stamp of the first event with answer text or reasoning, or absent. */
    long firstTextNs() {
        return firstTextNs;
    }

    /** The highest running count of any event, or {@link EventLog#TOKENS_UNKNOWN}. */
    int highestRunningCount() {
        return highestRunningCount;
    }

    /** Whether every token event has a running count. */
    boolean allCounted() {
        return rule.isCounted();
    }

    /** Whether none with text was reasoning or a tool call. */
    boolean contentOnly() {
        return contentOnly;
    }

    /**
     * Whether the answer came as one JSON body instead of a stream: everything in one read, and no {@code [DONE]}. Its
     * tokens have no times of their own.
     */
    boolean onePiece() {
        return onePiece;
    }

    /** Tokens that came without text; absent where nothing tells. */
    long textlessTokens() {
        if (rule.isExact()) {
            return textlessTokens;
        }
        boolean noText = count == textlessEvents;
        return noText && rule.total() > 0 ? rule.total() : Metric.ABSENT;
    }

    /**
     * Tokens of the first token event, as far as they can be known: from the running counts; else all of them if there is
     * one such event; else one if there are as many events as tokens. Otherwise absent.
     */
    long firstEventTokens(long outputTokens) {
        if (count == 0) {
            return Metric.ABSENT;
        }
        if (firstRunningCount > 0) {
            return firstRunningCount;
        }
        if (count == 1) {
            return outputTokens;
        }
        return outputTokens == count ? 1 : Metric.ABSENT;
    }
}
