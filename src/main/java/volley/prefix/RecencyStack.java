package volley.prefix;

import java.util.Arrays;

/**
 * An LRU stack of weighted items, by Bennett and Kruskal's method: every touch gets the next slot of a Fenwick tree over
 * time, which holds the item's weight; what was touched later than an item is a suffix sum. Touch and query cost
 * O(log n) in the number of items.
 *
 * <p>Items are numbered densely from 0. An item is to be removed before it is touched again.
 */
final class RecencyStack {
    private static final int NONE = -1;

    /** 1-based Fenwick tree of weights by slot. */
    private long[] sums = new long[1 + (1 << 10)];

    private int[] itemAt = emptySlots(sums.length);
    private int[] slotOf = new int[1 << 10];
    private int lastSlot;
    private int items;
    private long total;

    /** Weight of everything touched after the item was. */
    long touchedSince(int item) {
        return total - sumTo(slotOf[item]);
    }

    /** Puts the item on top with this weight. */
    void push(int item, long weight) {
        if (lastSlot + 1 == sums.length) {
            compact();
        }
        if (item >= slotOf.length) {
            slotOf = Arrays.copyOf(slotOf, Math.max(item + 1, slotOf.length * 2));
        }
        int slot = ++lastSlot;
        slotOf[item] = slot;
        itemAt[slot] = item;
        items++;
        add(slot, weight);
    }

    void remove(int item, long weight) {
        int slot = slotOf[item];
        add(slot, -weight);
        itemAt[slot] = NONE;
        items--;
    }

    /** A part of an item goes to the top as an item of its own; the rest stays where it is. */
    void shrink(int item, long byWeight) {
        add(slotOf[item], -byWeight);
    }

    private void add(int slot, long weight) {
        total += weight;
        for (int i = slot; i < sums.length; i += i & -i) {
            sums[i] += weight;
        }
    }

    private long sumTo(int slot) {
        long sum = 0;
        for (int i = slot; i > 0; i -= i & -i) {
            sum += sums[i];
        }
        return sum;
    }

    /** Closes the gaps that removals left, and makes room for as many touches as there are items. */
    private void compact() {
        int[] oldItemAt = itemAt;
        long[] prefix = new long[lastSlot + 1];
        for (int slot = 1; slot <= lastSlot; slot++) {
            prefix[slot] = sumTo(slot);
        }
        int capacity = Math.max(sums.length, 1 + 2 * items + (1 << 10));
        sums = new long[capacity];
        itemAt = emptySlots(capacity);
        int next = 0;
        for (int slot = 1; slot <= lastSlot; slot++) {
            int item = oldItemAt[slot];
            if (item != NONE) {
                next++;
                itemAt[next] = item;
                slotOf[item] = next;
                sums[next] = prefix[slot] - prefix[slot - 1];
            }
        }
        lastSlot = next;
        for (int i = 1; i < sums.length; i++) {
            int parent = i + (i & -i);
            if (parent < sums.length) {
                sums[parent] += sums[i];
            }
        }
    }

    private static int[] emptySlots(int length) {
        int[] slots = new int[length];
        Arrays.fill(slots, NONE);
        return slots;
    }
}
