package volley.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One event as the model of others: what it means, and its bytes with holes where its id, its time and its text stand.
 * An event that differs in the holes only means the same. Comparing runs of bytes takes a fraction of parsing them, and
 * the text between them is already escaped. Whatever is not plainly the same is left to the parser.
 */
final class EventTemplate {
    /** The field in which an interface's events have their text. */
    enum TextField {
        CHAT(Hole.TEXT),
        COMPLETION(Hole.COMPLETION_TEXT);

        private final Hole hole;

        TextField(Hole hole) {
            this.hole = hole;
        }
    }

    /** A value that differs from event to event. */
    private enum Hole {
        ID("\"id\":", true),
        CREATED("\"created\":"),
        TEXT("\"content\":", true),
        COMPLETION_TEXT("\"text\":", true),
        PROMPT_TOKENS("\"prompt_tokens\":"),
        COMPLETION_TOKENS("\"completion_tokens\":"),
        CACHED_TOKENS("\"cached_tokens\":"),
        /** Nobody reads it. */
        TOTAL_TOKENS("\"total_tokens\":");

        /** So many digits are an {@code int} for sure. */
        private static final int MOST_DIGITS = 9;

        private static final Hole[] ALL = values();

        @SuppressWarnings("ImmutableEnumChecker") // never changed
        private final byte[] key;

        /** Whether the value is a string; else it is a number. */
        private final boolean plainText;

        Hole(String key) {
            this(key, false);
        }

        Hole(String key, boolean plainText) {
            this.key = key.getBytes(StandardCharsets.US_ASCII);
            this.plainText = plainText;
        }

        /** The one whose key begins at {@code at}, or {@code null}; of those for texts only the given one. */
        static Hole after(byte[] bytes, int at, int end, Hole text) {
            for (Hole hole : ALL) {
                int keyEnd = at + hole.key.length;
                if ((hole == text || !hole.isText())
                        && keyEnd < end
                        && Arrays.equals(bytes, at, keyEnd, hole.key, 0, hole.key.length)) {
                    return hole;
                }
            }
            return null;
        }

        /**
         * Where the value begins whose key ends at {@code keyEnd}: a string behind its quote, with what blanks there are before
         * it in every such event; a number with its blanks, of which there may be more or fewer.
         *
         * @return {@code end} if a string is to come and none does
         */
        int start(byte[] bytes, int keyEnd, int end) {
            if (!plainText) {
                return keyEnd;
            }
            int quote = endOfBlanks(bytes, keyEnd, end);
            return quote < end && bytes[quote] == '"' ? quote + 1 : end;
        }

        private boolean isText() {
            return this == TEXT || this == COMPLETION_TEXT;
        }

        /** Where the value ends that begins at {@code start}, as far as it is plain: {@code start} if it is not. */
        int end(byte[] bytes, int start, int end) {
            if (plainText) {
                return ByteScan.endOfPlainText(bytes, start, end);
            }
            int digits = endOfBlanks(bytes, start, end);
            int digitsEnd = this == CREATED ? endOfDigits(bytes, digits, end) : endOfCount(bytes, digits, end);
            return digitsEnd == digits ? start : digitsEnd;
        }

        private static int endOfBlanks(byte[] bytes, int start, int end) {
            int i = start;
            while (i < end && bytes[i] == ' ') {
                i++;
            }
            return i;
        }

        private static int endOfCount(byte[] bytes, int start, int end) {
            if (start < end && bytes[start] == '0') {
                return start + 1;
            }
            int digitsEnd = endOfDigits(bytes, start, end);
            return digitsEnd - start > MOST_DIGITS ? start : digitsEnd;
        }

        private static int endOfDigits(byte[] bytes, int start, int end) {
            int i = start;
            // JSON has no number that begins with 0 and goes on.
            while (i < end && bytes[i] >= (i == start ? '1' : '0') && bytes[i] <= '9') {
                i++;
            }
            return i;
        }
    }

    /** Of {@link #endOfLine}. */
    static final int NO_MATCH = -1;

    private final Hole textHole;
    private final EventDraft meaning = new EventDraft();
    private byte[] fixed = new byte[0];
    private int fixedLength;
    private final Hole[] holes = new Hole[Hole.ALL.length];
    private final int[] holesAt = new int[Hole.ALL.length];
    private int holeCount;

    private boolean onlyText;
    private boolean oneLine;
    private int textStart;
    private int textEnd;
    private int promptTokens;
    private int completionTokens;
    private int cachedTokens;

    EventTemplate(TextField textField) {
        textHole = textField.hole;
    }

    /** Whether the event is a piece of the answer's text, and nothing else. */
    boolean isOnlyText() {
        return onlyText;
    }

    /** Writes down what the event last matched holds. */
    void mean(EventDraft event) {
        event.copy(meaning);
        if (meaning.hasUsage) {
            event.promptTokens = promptTokens;
            event.tokensSoFar = completionTokens;
            event.cachedTokens = cachedTokens;
        }
    }

    /** Where the text of the event last matched begins in the array it came in; no less than its end if it has none. */
    int textStart() {
        return textStart;
    }

    /** Where the text of the event last matched ends. */
    int textEnd() {
        return textEnd;
    }

    /**
     * Whether the event is this one with another id, time, text and counts: ASCII, without a character that is escaped.
     */
    boolean matches(byte[] bytes, int offset, int end) {
        return endOfMatch(bytes, offset, end) == end;
    }

    /** As {@link #matches}, of an event that is one line: where it ends, or {@link #NO_MATCH}. */
    int endOfLine(byte[] bytes, int offset, int end) {
        return oneLine ? endOfMatch(bytes, offset, end) : NO_MATCH;
    }

    private int endOfMatch(byte[] bytes, int offset, int end) {
        int at = offset;
        int compared = 0;
        textStart = end;
        textEnd = end;
        if (meaning.hasUsage) {
            promptTokens = Usage.ABSENT;
            completionTokens = EventLog.TOKENS_UNKNOWN;
            cachedTokens = Usage.ABSENT;
        }
        for (int i = 0; i < holeCount; i++) {
            int hole = at + holesAt[i] - compared;
            if (hole > end || !Arrays.equals(bytes, at, hole, fixed, compared, holesAt[i])) {
                return NO_MATCH;
            }
            at = holes[i].end(bytes, hole, end);
            if (at == hole) {
                return NO_MATCH;
            }
            if (holes[i] == textHole) {
                textStart = hole;
                textEnd = at;
            } else if (meaning.hasUsage) {
                count(holes[i], bytes, hole, at);
            }
            compared = holesAt[i];
        }
        int matchEnd = at + fixedLength - compared;
        return matchEnd <= end && Arrays.equals(bytes, at, matchEnd, fixed, compared, fixedLength)
                ? matchEnd
                : NO_MATCH;
    }

    private void count(Hole hole, byte[] bytes, int start, int end) {
        switch (hole) {
            case PROMPT_TOKENS -> promptTokens = number(bytes, start, end);
            case COMPLETION_TOKENS -> completionTokens = number(bytes, start, end);
            case CACHED_TOKENS -> cachedTokens = number(bytes, start, end);
            default -> {}
        }
    }

    /**
     * Makes an event the model.
     *
     * @param event what the parser found in it: no error
     * @param text holds the text the parser took from the event, escaped, from {@code textFrom} to {@code textTo}
     * @return false if it cannot be one; this is of no use then
     */
    boolean learn(byte[] bytes, int offset, int end, EventDraft event, byte[] text, int textFrom, int textTo) {
        meaning.copy(event);
        onlyText = event.isOnlyText();
        holeCount = 0;
        fixedLength = 0;
        if (fixed.length < end - offset) {
            fixed = new byte[end - offset];
        }
        boolean hasText = false;
        int copied = offset;
        for (int i = offset; i < end; i++) {
            Hole hole = bytes[i] == '"' ? Hole.after(bytes, i, end, textHole) : null;
            if (hole == null || !isRead(hole, event)) {
                continue;
            }
            int start = hole.start(bytes, i + hole.key.length, end);
            if (start == end) {
                continue;
            }
            int stop = hole.end(bytes, start, end);
            if (hole == textHole) {
                // Its length is known, so it may hold what is escaped.
                stop = start + textTo - textFrom;
                hasText |= stop > start;
                if (stop >= end || bytes[stop] != '"' || !Arrays.equals(bytes, start, stop, text, textFrom, textTo)) {
                    return false;
                }
            }
            if (stop > start) {
                if (has(hole)) {
                    return false;
                }
                copy(bytes, copied, start);
                holes[holeCount] = hole;
                holesAt[holeCount++] = fixedLength;
                copied = stop;
                i = stop;
            }
        }
        copy(bytes, copied, end);
        oneLine = ByteScan.lineBreak(bytes, offset, end) == end;
        return hasText == event.hasContent
                && has(Hole.PROMPT_TOKENS) == isGiven(event.promptTokens)
                && has(Hole.COMPLETION_TOKENS) == isGiven(event.tokensSoFar)
                && has(Hole.CACHED_TOKENS) == isGiven(event.cachedTokens);
    }

    /** Whether the parser takes something from the value, or nothing whatever it is: a count that it did not take stays as it is. */
    private static boolean isRead(Hole hole, EventDraft event) {
        return switch (hole) {
            case PROMPT_TOKENS -> isGiven(event.promptTokens);
            case COMPLETION_TOKENS -> isGiven(event.tokensSoFar);
            case CACHED_TOKENS -> isGiven(event.cachedTokens);
            default -> true;
        };
    }

    private static boolean isGiven(int count) {
        return count >= 0;
    }

    private static int number(byte[] bytes, int start, int end) {
        int number = 0;
        for (int i = Hole.endOfBlanks(bytes, start, end); i < end; i++) {
            number = 10 * number + bytes[i] - '0';
        }
        return number;
    }

    /** Whether the same events match both. */
    boolean isSameAs(EventTemplate other) {
        return Arrays.equals(fixed, 0, fixedLength, other.fixed, 0, other.fixedLength)
                && Arrays.equals(holesAt, 0, holeCount, other.holesAt, 0, other.holeCount)
                && Arrays.equals(holes, 0, holeCount, other.holes, 0, other.holeCount);
    }

    private boolean has(Hole hole) {
        for (int i = 0; i < holeCount; i++) {
            if (holes[i] == hole) {
                return true;
            }
        }
        return false;
    }

    private void copy(byte[] bytes, int from, int to) {
        System.arraycopy(bytes, from, fixed, fixedLength, to - from);
        fixedLength += to - from;
    }
}
