package volley.client;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

/** Token ids of an answer or a prompt, as they come with a stream's events: those of each event, or all so far. */
final class OutputIds {
    private static final int FIRST_IDS = 64;

    private int[] ids = TokenIds.NONE.output();
    private int committed;
    private int[] event = TokenIds.NONE.output();
    private int inEvent = StreamedTexts.NO_IDS;

    /** Reads a list of an event; the parser stands on its first token and is left on its last. */
    void read(EventJson json, JsonToken value) throws IOException {
        if (value != JsonToken.START_ARRAY) {
            json.skip(value);
            return;
        }
        inEvent = 0;
        JsonToken element;
        while ((element = json.next()) != JsonToken.END_ARRAY) {
            if (element == JsonToken.VALUE_NUMBER_INT) {
                if (inEvent == event.length) {
                    event = Arrays.copyOf(event, Math.max(FIRST_IDS, 2 * inEvent));
                }
                event[inEvent++] = json.count();
            } else {
                json.skip(element);
            }
        }
    }

    /** How many ids the event has, or {@link StreamedTexts#NO_IDS}. */
    int incoming() {
        return inEvent;
    }

    /**
     * The event counts.
     *
     * @param pieces whether its ids are new ones, rather than all so far
     */
    void commit(boolean pieces) {
        if (inEvent > 0) {
            int from = pieces ? committed : 0;
            if (from + inEvent > ids.length) {
                ids = Arrays.copyOf(ids, Math.max(2 * ids.length, from + inEvent));
            }
            System.arraycopy(event, 0, ids, from, inEvent);
            committed = from + inEvent;
        }
        inEvent = StreamedTexts.NO_IDS;
    }

    /** The event was cut off. */
    void rollBack() {
        inEvent = StreamedTexts.NO_IDS;
    }

    /** How many ids there are. */
    int size() {
        return committed;
    }

    int[] toArray() {
        return Arrays.copyOf(ids, committed);
    }
}
