package volley.client;

import java.util.Arrays;

/**
 * The raw events of one response in the order they came: when, what, the server's running token count, and how long the
 * answer's text was then. Primitive arrays that double, so a token costs 17 bytes and no object. Written by one event loop, read after the response.
 */
public final class EventLog {
    private static final EventKind[] KINDS = EventKind.values();

    /** Beside the kind's ordinal. */
    private static final int MAY_BE_EARLIER = 0x80;

    private static final int UNKNOWN = 0x40;
    private static final int KIND = 0x3f;

    /** The running token count of an event that named none. */
    public static final int TOKENS_UNKNOWN = -1;

    /** The text's length at an event that brought none. */
    public static final int TEXT_UNKNOWN = -1;

    private long[] timesNs;
    private int[] cumulativeTokens;
    private int[] textBytes;
    private byte[] kinds;
    private int size;
    private boolean together = true;
    private int mark;

    /**
     * An empty log.
     *
     * @param expectedEvents how many to make room for; more is no error
     */
    public EventLog(int expectedEvents) {
        int capacity = Math.max(8, expectedEvents);
        timesNs = new long[capacity];
        cumulativeTokens = new int[capacity];
        textBytes = new int[capacity];
        kinds = new byte[capacity];
    }

    /**
     * What is known of the times of the events that follow. Until the first call they are known.
     *
     * @param areTogether whether events that have one time came at that time, all of them
     * @param areUnknown whether nothing is known of when they came, but that it was before their time
     */
    public void came(boolean areTogether, boolean areUnknown) {
        together = areTogether;
        mark = areUnknown ? UNKNOWN : 0;
    }

    /**
     * What is added next is of a further event. If it has the time of the one before and is not known to have come with it, that
     * one may have come earlier, and nobody knows when.
     */
    public void begin(long timeNs) {
        if (!together) {
            for (int i = size - 1; i >= 0 && timesNs[i] == timeNs && kinds[i] >= 0; i--) {
                kinds[i] |= (byte) MAY_BE_EARLIER;
            }
        }
    }

    /** Appends an event without answer text; see the other method. */
    public void add(long timeNs, EventKind kind, int tokensSoFar) {
        add(timeNs, kind, tokensSoFar, TEXT_UNKNOWN);
    }

    /**
     * Appends an event.
     *
     * @param timeNs when its last byte was received, or read, on the nanosecond clock
     * @param tokensSoFar output tokens the server says it has produced, or {@link #TOKENS_UNKNOWN}
     * @param textBytesSoFar bytes of {@link Exchange#answer()} with those of this event, or {@link #TEXT_UNKNOWN}
     */
    // The ordinal never leaves this object, and a byte per event is what makes the log small.
    @SuppressWarnings("EnumOrdinal")
    public void add(long timeNs, EventKind kind, int tokensSoFar, int textBytesSoFar) {
        if (size == kinds.length) {
            int capacity = size * 2;
            timesNs = Arrays.copyOf(timesNs, capacity);
            cumulativeTokens = Arrays.copyOf(cumulativeTokens, capacity);
            textBytes = Arrays.copyOf(textBytes, capacity);
            kinds = Arrays.copyOf(kinds, capacity);
        }
        timesNs[size] = timeNs;
        cumulativeTokens[size] = tokensSoFar;
        textBytes[size] = textBytesSoFar;
        kinds[size] = (byte) (kind.ordinal() | mark);
        size++;
    }

    /** An event turned out to have brought text. */
    @SuppressWarnings("EnumOrdinal") // as above
    void turnIntoText(int index, int textBytesSoFar) {
        kinds[index] = (byte) (EventKind.CONTENT.ordinal() | (kinds[index] & ~KIND));
        textBytes[index] = textBytesSoFar;
    }

    public int size() {
        return size;
    }

    public long timeNs(int index) {
        return timesNs[index];
    }

    /**
     * Whether the event was read together with others, before the last of them, and {@link #timeNs} is when that one came. So
     * it may be too late, by at most the time since the read before.
     */
    public boolean mayBeEarlier(int index) {
        return kinds[index] < 0;
    }

    /** Whether nothing is known of when the event came, but that it was before {@link #timeNs}. */
    public boolean isUnknown(int index) {
        return (kinds[index] & UNKNOWN) != 0;
    }

    public EventKind kind(int index) {
        return KINDS[kinds[index] & KIND];
    }

    /** Output tokens produced up to and with this event as the server counts them, or {@link #TOKENS_UNKNOWN}. */
    public int cumulativeTokens(int index) {
        return cumulativeTokens[index];
    }

    /** Bytes of {@link Exchange#answer()} up to and with this event, or {@link #TEXT_UNKNOWN} where it brought no text. */
    public int textBytes(int index) {
        return textBytes[index];
    }
}
