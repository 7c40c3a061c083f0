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

    private static final FastThreadLocal<KnownEvents> OF_CHATS = ofThread(EventTemplate.TextField.CHAT);
    private static final FastThreadLocal<KnownEvents> OF_COMPLETIONS = ofThread(EventTemplate.TextField.COMPLETION);

    private final EventTemplate.TextField textField;
    private final EventTemplate[] kinds = new EventTemplate[KINDS];
    private EventTemplate spare;
    private int count;
    private int last;
    private int oldest;
    private int misses;
    private int lineEnd;

    /** @param textField in which the events have their text */
    KnownEvents(EventTemplate.TextField textField) {
        this.textField = textField;
        this.spare = new EventTemplate(textField);
    }

    private static FastThreadLocal<KnownEvents> ofThread(EventTemplate.TextField textField) {
        return new FastThreadLocal<>() {
            @Override
            protected KnownEvents initialValue() {
                return new KnownEvents(textField);
            }
        };
    }

    /** Those of the calling thread, and of no other. */
    static KnownEvents ofChats() {
        return OF_CHATS.get();
    }

    /** As {@link #ofChats}, for completions. */
    static KnownEvents ofCompletions() {
        return OF_COMPLETIONS.get();
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

    /**
     * The kind of an event whose data is a line: to be asked before it is known where the line ends.
     *
     * @return the kind, with the place of its text; or {@code null}. {@link #lineEnd()} tells where its line ends then
     */
    EventTemplate findLine(byte[] bytes, int offset, int end) {
        for (int i = 0; i < count; i++) {
            int kind = last + i < count ? last + i : last + i - count;
            lineEnd = kinds[kind].endOfLine(bytes, offset, end);
            // Two line breaks end the event; of one that is cut off here it is not known yet what it is.
            if (lineEnd != EventTemplate.NO_MATCH
                    && lineEnd + 1 < end
                    && bytes[lineEnd] == '\n'
                    && bytes[lineEnd + 1] == '\n') {
                last = kind;
                misses = 0;
                return kinds[kind];
            }
        }
        return null;
    }

    /** Where the line ends that was found last. */
    int lineEnd() {
        return lineEnd;
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
            spare = new EventTemplate(textField);
        } else {
            EventTemplate forgotten = kinds[oldest];
            kinds[oldest] = spare;
            spare = forgotten;
            oldest = (oldest + 1) % KINDS;
        }
    }
}
