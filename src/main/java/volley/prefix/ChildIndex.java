package volley.prefix;

import java.util.Arrays;

/**
 * The children of all nodes of a tree by node and first symbol: a hash table with open addressing and 12 bytes an entry,
 * where a map per node would cost hundreds.
 */
final class ChildIndex {
    static final int NONE = -1;
    private static final int INITIAL = 1 << 10;

    private long[] keys = new long[INITIAL];
    private int[] children = newChildren(INITIAL);
    private int size;

    int get(int node, int symbol) {
        return children[place(key(node, symbol))];
    }

    /** Sets or replaces a child. */
    void put(int node, int symbol, int child) {
        long key = key(node, symbol);
        int place = place(key);
        if (children[place] == NONE) {
            size++;
        }
        keys[place] = key;
        children[place] = child;
        if (size > keys.length / 2) {
            grow();
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldChildren = children;
        keys = new long[oldKeys.length * 2];
        children = newChildren(keys.length);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldChildren[i] != NONE) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                children[place] = oldChildren[i];
            }
        }
    }

    /** Where the key is, or where it would go. */
    private int place(long key) {
        int mask = keys.length - 1;
        int place = (int) (mix(key) & mask);
        while (children[place] != NONE && keys[place] != key) {
            place = (place + 1) & mask;
        }
        return place;
    }

    private static long key(int node, int symbol) {
        return (long) node << Integer.SIZE | (symbol & 0xFFFF_FFFFL);
    }

    /** The finalizer of MurmurHash3: neighbours in must not be neighbours out. */
    private static long mix(long key) {
        long h = (key ^ (key >>> 33)) * 0xff51afd7ed558ccdL;
        h = (h ^ (h >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return h ^ (h >>> 33);
    }

    private static int[] newChildren(int length) {
        int[] children = new int[length];
        Arrays.fill(children, NONE);
        return children;
    }
}
