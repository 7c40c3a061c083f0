package volley.dataset;

import java.util.Arrays;

/**
 * The blocks of all prompts of a trace. What prompts share from their beginning on is kept once: a conversation of a
 * thousand requests names each of its blocks in nearly all of them. Costs about 20 bytes for each different block.
 *
 * <p>A block is a number from 1 up, given in the order in which blocks come, so that a block's number is above that of the
 * block before it; 0 stands for the beginning of every prompt. The same id behind another block is another block.
 */
public final class BlockTree {
    private static final int BEGINNING = 0;
    private static final int NONE = 0;

    private long[] ids = new long[1 << 12];
    private int[] parents = new int[1 << 12];
    /** Most blocks have one successor only: it is found without the table. */
    private int[] firstChildren = new int[1 << 12];

    private int last;

    /** Blocks behind another's first child, by that one and their id: open addressing. */
    private int[] table = new int[1 << 10];

    private int inTable;

    /** Adds a prompt of those ids; the number of its last block. */
    int add(long[] blockIds) {
        int block = BEGINNING;
        for (long id : blockIds) {
            block = child(block, id);
        }
        return block;
    }

    private int child(int parent, long id) {
        int first = firstChildren[parent];
        if (first == NONE) {
            int block = append(parent, id);
            firstChildren[parent] = block;
            return block;
        }
        if (ids[first] == id) {
            return first;
        }
        if (inTable * 2 >= table.length) {
            grow();
        }
        int place = place(parent, id);
        if (table[place] == NONE) {
            table[place] = append(parent, id);
            inTable++;
        }
        return table[place];
    }

    private int append(int parent, long id) {
        int block = ++last;
        if (block == ids.length) {
            int length = Math.multiplyExact(block, 2);
            ids = Arrays.copyOf(ids, length);
            parents = Arrays.copyOf(parents, length);
            firstChildren = Arrays.copyOf(firstChildren, length);
        }
        ids[block] = id;
        parents[block] = parent;
        return block;
    }

    private int place(int parent, long id) {
        int place = (int) (RecordOrder.key(id, parent) >>> 32) & table.length - 1;
        while (table[place] != NONE && (parents[table[place]] != parent || ids[table[place]] != id)) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    private void grow() {
        int[] old = table;
        table = new int[old.length * 2];
        for (int block : old) {
            if (block != NONE) {
                table[place(parents[block], ids[block])] = block;
            }
        }
    }

    /** Different blocks. */
    public int size() {
        return last;
    }

    /** The block before it; 0: none. */
    public int parent(int block) {
        return parents[block];
    }

    long id(int block) {
        return ids[block];
    }
}
