package volley.client;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where events end in bytes that were not decoded yet: at blank lines, whatever HTTP puts between. A head of an answer ends in
 * one, too, and is told apart; a last chunk does, and is passed over. An end that this does not see costs a gap, not its truth:
 * the decoder sees it.
 */
final class EventEnds {
    /** A last chunk of nothing, and the end of the line before it. */
    private static final int LAST_CHUNK_BYTES = 7;

    /** Behind an event, the end of its chunk. */
    private static final int CHUNK_END_BYTES = 2;

    /** What follows is a blank line, or one with something in it, which is not over, or one that is. */
    private enum Line {
        BLANK,
        OPEN,
        ENDED
    }

    private int[] ends = new int[16];
    private int size;
    private boolean head;

    /** Looks at all bytes up to the limit. */
    void find(ByteBuffer bytes) {
        int limit = bytes.limit();
        size = 0;
        head = limit > 0 && bytes.get(0) == 'H';
        Line line = Line.OPEN;
        for (int i = 0; i < limit; i++) {
            byte b = bytes.get(i);
            if (b > '\r') {
                line = Line.OPEN;
            } else if (b == '\n') {
                if (line == Line.ENDED) {
                    add(i + 1);
                    line = Line.BLANK;
                } else if (line == Line.OPEN) {
                    line = Line.ENDED;
                }
            } else if (b != '\r') {
                line = Line.OPEN;
            }
        }
        if (size > 0 && limit - ends[size - 1] <= CHUNK_END_BYTES) {
            ends[size - 1] = limit;
        }
    }

    private void add(int end) {
        if (size > 0 && end - ends[size - 1] <= LAST_CHUNK_BYTES) {
            return;
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, 2 * size);
        }
        ends[size++] = end;
    }

    /** How many there are, that of a head included. */
    int size() {
        return size;
    }

    /** Whether the first is that of a head. */
    boolean beginWithHead() {
        return head;
    }

    /** How many bytes there are up to and with the end, and that of its chunk if nothing else follows. */
    int end(int index) {
        return ends[index];
    }
}
