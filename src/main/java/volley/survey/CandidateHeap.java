package volley.survey;

import java.util.Arrays;

/**
 * Blocks that may make room, the one used longest ago first; of those used together last, the one nearest the beginning
 * of its prompt. An entry is what was true when it was made: whoever takes it out asks whether it still is.
 */
final class CandidateHeap {
    /** The last use above the block: blocks are numbered from a prompt's beginning on. */
    private long[] entries = new long[1 << 10];

    private int size;

    static long entry(int block, int lastUse) {
        return (long) lastUse << Integer.SIZE | block;
    }

    static int block(long entry) {
        return (int) entry;
    }

    static int lastUse(long entry) {
        return (int) (entry >> Integer.SIZE);
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(long entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, Math.multiplyExact(size, 2));
        }
        int at = size++;
        while (at > 0 && entries[(at - 1) / 2] > entry) {
            entries[at] = entries[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        entries[at] = entry;
    }

    /** Takes the first one out. */
    long remove() {
        long first = entries[0];
        long moved = entries[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && entries[child + 1] < entries[child]) {
                child++;
            }
            if (entries[child] >= moved) {
                break;
            }
            entries[at] = entries[child];
            at = child;
        }
        entries[at] = moved;
        return first;
    }
}
