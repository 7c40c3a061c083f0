package volley.client;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * The kinds of event that a thread has parsed lately, so that most events need not be parsed: a server's answers
 * consist of three or four kinds. What an event means does not depend on the answer it belongs to, so all answers that
 * one thread reads share them.
 */
final class KnownEvents {
    private static final int KINDS = 8;

    /** After so many events in a row that matched nothing, only every so many-th is learned: they may never repeat. */
    private static final int PATIENCE = 8;

    private static final int EVERY = 64;

    private static final FastThreadLocal<KnownEvents> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected KnownEvents initialValue() {
            return new KnownEvents();
        }
    };

    private final EventTemplate[] kinds = new EventTemplate[KINDS];
    private EventTemplate spare = new EventTemplate();
    private int count;
    private int last;
    private int oldest;
    private int misses;

    /** Those of the calling thread, and of no other. */
    static KnownEvents ofThread() {
        return OF_THREAD.get();
    }

    /** The kind that the event is of, with the place of its text; or {@code null}. */
    EventTemplate find(byte[] bytes, int offset, int end) {
        // Most events are like the one before, or follow it as they did before.
        for (int i = 0; i < count; i++) {
            int kind = last + i < count ? last + i : last + i - count;
            if (kinds[kind].matches(bytes, offset, end)) {
                last = kind;
                misses = 0;
                return kinds[kind];
            }
        }
        return null;
    }

    /** Learns from an event that was parsed; see {@link EventTemplate#learn}. */
    void learn(byte[] bytes, int offset, int end, EventDraft event, byte[] text, int textFrom, int textTo) {
        if (misses++ >= PATIENCE && misses % EVERY != 0) {
            return;
        }
        if (spare.learn(bytes, offset, end, event, text, textFrom, textTo) && !isKnown(spare)) {
            keepSpare();
        }
    }

    private boolean isKnown(EventTemplate template) {
        for (int i = 0; i < count; i++) {
            if (kinds[i].isSameAs(template)) {
                return true;
            }
        }
        return false;
    }

    private void keepSpare() {
        if (count < KINDS) {
            kinds[count++] = spare;
            spare = new EventTemplate();
        } else {
            EventTemplate forgotten = kinds[oldest];
            kinds[oldest] = spare;
            spare = forgotten;
            oldest = (oldest + 1) % KINDS;
        }
    }
}
