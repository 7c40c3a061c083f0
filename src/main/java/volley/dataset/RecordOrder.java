package volley.dataset;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** In which order the conversations of an index are tried. Gives them in batches, so that no list of all is needed. */
interface RecordOrder {
    /** The next conversations' head records, at most that many; empty after the last. */
    List<Integer> nextBatch(int maxRecords);

    /** As in the file. */
    static RecordOrder inFile(RecordIndex index) {
        return new RecordOrder() {
            private int next;

            @Override
            public List<Integer> nextBatch(int maxRecords) {
                List<Integer> batch = new ArrayList<>();
                for (; next < index.size() && batch.size() < maxRecords; next++) {
                    if (index.isHead(next)) {
                        batch.add(next);
                    }
                }
                return batch;
            }
        };
    }

    /**
     * By a key that depends on seed and record number alone, so every order is equally likely, a shorter sample is the
     * beginning of a longer one, and nothing but the keys of one batch is held.
     */
    static RecordOrder seeded(RecordIndex index, long seed) {
        return new RecordOrder() {
            private boolean started;
            private long lastKey;

            @Override
            public List<Integer> nextBatch(int maxRecords) {
                PriorityQueue<Keyed> smallest = new PriorityQueue<>(Collections.reverseOrder(Keyed.BY_KEY));
                for (int record = 0; record < index.size(); record++) {
                    long key = key(seed, record);
                    boolean given = started && key <= lastKey;
                    boolean tooLarge = smallest.size() == maxRecords
                            && key > smallest.peek().key();
                    if (given || tooLarge || !index.isHead(record)) {
                        continue;
                    }
                    if (smallest.size() == maxRecords) {
                        smallest.poll();
                    }
                    smallest.add(new Keyed(key, record));
                }
                if (!smallest.isEmpty()) {
                    started = true;
                    lastKey = smallest.peek().key();
                }
                return smallest.stream().sorted(Keyed.BY_KEY).map(Keyed::record).toList();
            }
        };
    }

    /**
     * Splitmix64's output number {@code record} for a seed (Steele, Lea, Flood: Fast Splittable Pseudorandom Number
     * Generators, OOPSLA 2014). A bijection of the record number, so keys of one seed never tie. The seed is mixed
     * first, so that neighbouring seeds do not give shifted copies of one sequence.
     */
    static long key(long seed, long record) {
        return mix64(mix64(seed) + (record + 1) * 0x9e3779b97f4a7c15L);
    }

    private static long mix64(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** A record with its place in the order. */
    record Keyed(long key, int record) {
        static final Comparator<Keyed> BY_KEY = Comparator.comparingLong(Keyed::key);
    }
}
