package volley.metrics;

import volley.client.EventKind;
import volley.client.EventLog;

/**
 * Which of a response's events without text bear tokens: a model that has said all it has to say goes on with special
 * tokens where it must, and the token that ends an answer has no text either. An event with text always bears tokens; one
 * that only names the role, a usage event and a comment never do.
 *
 * <ul>
 *   <li>Where the server counts as it goes, on every event with text (without any, on every empty one), an empty or finish
 *       event whose count is higher than all before it.
 *   <li>Else, where the final count fits one of these sets exactly, one token each: the events with text; these and the
 *       empty ones after the first text; and the finish; and the empty ones before the first text. The first set that
 *       fits is taken.
 *   <li>Else none is known to. If there are empty events after the first text, the time of the last token is then
 *       {@link #isUnclear unclear}.
 * </ul>
 */
final class TextlessRule {
    private static final int NOWHERE = Integer.MAX_VALUE;

    private final boolean counted;
    private final boolean unclear;
    private final boolean exact;
    /** Empty events from here on bear a token each. */
    private final int emptiesFrom;

    private final boolean finishBears;
    private final int finishAt;
    private final int total;

    private TextlessRule(EventTally tally, int total) {
        this.total = total;
        finishAt = tally.finishAt;
        counted = tally.isCounted();
        int afterText = tally.text + tally.emptyAfterText;
        int everywhere = afterText + tally.emptyBeforeText;
        boolean known = !counted && total > 0;
        boolean textOnly = known && total == tally.text;
        boolean fromText = known && !textOnly && tally.text > 0;
        int finish = tally.finishAlone ? 1 : 0;
        if (fromText && (total == afterText || total == afterText + finish)) {
            emptiesFrom = tally.firstTextAt;
            finishBears = total != afterText;
        } else if (known && !textOnly && (total == everywhere || total == everywhere + finish)) {
            emptiesFrom = 0;
            finishBears = total != everywhere;
        } else {
            emptiesFrom = NOWHERE;
            finishBears = false;
        }
        boolean fits = emptiesFrom != NOWHERE;
        exact = counted || textOnly || fits;
        unclear = !exact && tally.emptyAfterText > 0;
    }

    /** @param usageTokens the answer's tokens by the server's usage, or {@link volley.client.Usage#ABSENT} */
    static TextlessRule of(EventLog log, int usageTokens) {
        EventTally tally = new EventTally();
        int highest = EventLog.TOKENS_UNKNOWN;
        for (int i = 0; i < log.size(); i++) {
            tally.add(log, i);
            highest = Math.max(highest, log.cumulativeTokens(i));
        }
        return new TextlessRule(tally, usageTokens >= 0 ? usageTokens : highest);
    }

    /** Whether the server's running count tells the tokens of each event. */
    boolean isCounted() {
        return counted;
    }

    /** Whether it is known of each event that has no text whether it bears tokens. */
    boolean isExact() {
        return exact;
    }

    /** Whether the last token may have come in an event without text, and nothing tells whether it did. */
    boolean isUnclear() {
        return unclear;
    }

    /** The answer's tokens by the server's usage, else by its highest running count, or {@link EventLog#TOKENS_UNKNOWN}. */
    int total() {
        return total;
    }

    /** The count that an event tells: a finish event without one of its own is the last that can bear tokens. */
    int runningCount(EventLog log, int index) {
        int count = log.cumulativeTokens(index);
        return counted && count == EventLog.TOKENS_UNKNOWN && index == finishAt ? total : count;
    }

    /** @param countBefore highest running count of the token events before it, 0 without any */
    boolean bearsTokens(EventLog log, int index, int countBefore) {
        EventKind kind = log.kind(index);
        if (kind.bearsTokens()) {
            return true;
        }
        if (kind != EventKind.EMPTY && kind != EventKind.FINISH) {
            return false;
        }
        if (counted) {
            return runningCount(log, index) > countBefore;
        }
        return kind == EventKind.EMPTY ? index >= emptiesFrom && index < finishAt : finishBears && index == finishAt;
    }

    /** How many events of which kind there are. */
    private static final class EventTally {
        private int text;
        private int emptyBeforeText;
        private int emptyAfterText;
        private int firstTextAt = NOWHERE;
        private int finishAt = NOWHERE;
        private boolean finishAlone;
        private boolean textCounted = true;
        private boolean emptyCounted = true;

        private void add(EventLog log, int index) {
            EventKind kind = log.kind(index);
            boolean names = log.cumulativeTokens(index) != EventLog.TOKENS_UNKNOWN;
            if (kind.bearsTokens()) {
                if (text++ == 0) {
                    firstTextAt = index;
                }
                textCounted &= names;
            } else if (kind == EventKind.EMPTY && finishAt == NOWHERE) {
                if (text == 0) {
                    emptyBeforeText++;
                } else {
                    emptyAfterText++;
                }
                emptyCounted &= names;
            } else if (kind == EventKind.FINISH && finishAt == NOWHERE) {
                finishAt = index;
                // A finish reason beside text is logged after it, with the same stamp.
                finishAlone =
                        index == 0 || !log.kind(index - 1).bearsTokens() || log.timeNs(index - 1) != log.timeNs(index);
            }
        }

        private boolean isCounted() {
            return text > 0 ? textCounted : emptyBeforeText > 0 && emptyCounted;
        }
    }
}
