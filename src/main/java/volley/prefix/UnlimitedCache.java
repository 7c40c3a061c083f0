package volley.prefix;

import java.io.Closeable;
import java.util.Arrays;

/**
 * A prefix cache that forgets nothing, and knows how recently it used each thing: from it follow the ideal hits of every
 * request and the hits at every capacity at once.
 *
 * <p>Sequences are of symbols: token ids, or the names of whole pages of them. What a sequence shares with those before
 * it is kept once, in runs that are split where sequences part. A request looks up first, then uses its symbols from the
 * last to the first. So the LRU stack is closed towards the beginnings of sequences, and a cache of C symbols holds of
 * a sequence exactly the symbols with a <em>reuse distance</em> of at most C, which is 1 + the number of different
 * symbols used since (Mattson's stack distance).
 *
 * <p>Costs: O(r log n) for a request whose path has r runs of n in all; 4 bytes of a temporary file per symbol and about
 * 60 bytes of heap per run. Not thread-safe.
 */
public final class UnlimitedCache implements Closeable {
    private static final int ROOT = 0;

    private final SymbolFile symbols = new SymbolFile();
    private final ChildIndex children = new ChildIndex();
    private final RecencyStack stack = new RecencyStack();
    private long[] start = new long[1 << 10];
    private int[] length = new int[1 << 10];
    private long[] availableFrom = new long[1 << 10];
    private long[] lastUse = new long[1 << 10];
    private long uses;
    private int nodes = 1;
    private int[] path = new int[64];
    private int pathLength;

    /** Receives the parts of a sequence that are known, from its beginning on. */
    public interface Visitor {
        /**
         * A run of symbols that were used together last time. The reuse distance of its j-th symbol, from 0, is {@code
         * usedSince + j + 1}.
         *
         * @param from place of the run's first symbol in the sequence
         * @param length symbols in the run, at least 1
         * @param usedSince different symbols used since any of this run
         * @param availableFrom the lowest of the values with which its symbols were stored
         * @param lastUse which of all uses its last one was, from 1
         */
        void run(int from, int length, long usedSince, long availableFrom, long lastUse);
    }

    /**
     * Looks up the first {@code lookedUp} symbols of a sequence, then uses and stores the first {@code stored}.
     *
     * @param lookedUp at most {@code stored}
     * @param availableFrom any value by which the caller knows since when they are of use, such as a time
     * @param visitor told of every known run within {@code lookedUp}
     */
    public void use(int[] sequence, int lookedUp, int stored, long availableFrom, Visitor visitor) {
        pathLength = 0;
        uses++;
        int node = ROOT;
        int at = 0;
        int onStack = 0;
        while (at < stored) {
            int child = children.get(node, sequence[at]);
            if (child == ChildIndex.NONE) {
                addLeaf(node, sequence, at, stored, availableFrom);
                break;
            }
            int same = symbols.equalRun(start[child], sequence, at, Math.min(length[child], stored - at));
            long usedSince = stack.touchedSince(child);
            if (same < length[child]) {
                child = split(node, child, same);
            } else {
                onStack++;
            }
            if (at < lookedUp) {
                visitor.run(at, Math.min(same, lookedUp - at), usedSince, this.availableFrom[child], lastUse[child]);
            }
            this.availableFrom[child] = Math.min(this.availableFrom[child], availableFrom);
            lastUse[child] = uses;
            push(child);
            node = child;
            at += same;
        }
        // Only now, so that every run's distance was that before this request.
        for (int i = 0; i < onStack; i++) {
            stack.remove(path[i], length[path[i]]);
        }
        for (int i = pathLength - 1; i >= 0; i--) {
            stack.push(path[i], length[path[i]]);
        }
    }

    /** As {@link #use}, without looking anything up. */
    public void store(int[] sequence, int stored, long availableFrom) {
        use(sequence, 0, stored, availableFrom, (from, runLength, usedSince, available, last) -> {});
    }

    /** Number of different symbols held, each with the sequence before it. */
    public long symbols() {
        long sum = 0;
        for (int node = 1; node < nodes; node++) {
            sum += length[node];
        }
        return sum;
    }

    private void addLeaf(int parent, int[] sequence, int from, int to, long available) {
        int leaf = newNode(symbols.append(sequence, from, to), to - from, available);
        children.put(parent, sequence[from], leaf);
        push(leaf);
    }

    /** Cuts the first {@code upperLength} symbols off a node. They are off the stack then, the rest stays in its place. */
    private int split(int parent, int lower, int upperLength) {
        int upper = newNode(start[lower], upperLength, availableFrom[lower]);
        lastUse[upper] = lastUse[lower];
        stack.shrink(lower, upperLength);
        start[lower] += upperLength;
        length[lower] -= upperLength;
        children.put(parent, symbols.get(start[upper]), upper);
        children.put(upper, symbols.get(start[lower]), lower);
        return upper;
    }

    private int newNode(long startPlace, int symbolCount, long available) {
        if (nodes == start.length) {
            start = Arrays.copyOf(start, nodes * 2);
            length = Arrays.copyOf(length, nodes * 2);
            availableFrom = Arrays.copyOf(availableFrom, nodes * 2);
            lastUse = Arrays.copyOf(lastUse, nodes * 2);
        }
        start[nodes] = startPlace;
        length[nodes] = symbolCount;
        availableFrom[nodes] = available;
        lastUse[nodes] = uses;
        return nodes++;
    }

    private void push(int node) {
        if (pathLength == path.length) {
            path = Arrays.copyOf(path, pathLength * 2);
        }
        path[pathLength++] = node;
    }

    @Override
    public void close() {
        symbols.close();
    }
}
