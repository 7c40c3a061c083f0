package volley.turns;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which conversations begin only when others have ended, such as the requests of an agent's session: the next one when the
 * one before is answered, those of sub-agents beside each other, and the one behind them when all are done.
 */
public final class Precedence {
    /** Every conversation begins with the run. */
    public static final Precedence NONE = new Precedence(new int[0][], new long[0], new long[0]);

    /** Of the wait behind the others' ends: it is not known, and a conversation begins at its own time, if they have ended. */
    public static final long OWN_TIME = -1;

    private final int[][] parents;
    private final int[][] children;
    private final long[] afterNs;
    private final long[] atNs;

    /**
     * @param parents of each conversation, those that are to have ended; without cycles
     * @param afterNs from the last one's end until it begins, ns, or {@link #OWN_TIME}
     * @param atNs its own time since the run's start, ns: for those without parents, and where {@code afterNs} says so
     */
    public Precedence(int[][] parents, long[] afterNs, long[] atNs) {
        this.parents = parents;
        this.afterNs = afterNs;
        this.atNs = atNs;
        int[] counts = new int[parents.length];
        Arrays.stream(parents).flatMapToInt(Arrays::stream).forEach(parent -> counts[parent]++);
        children = new int[parents.length][];
        Arrays.setAll(children, i -> new int[counts[i]]);
        for (int child = parents.length - 1; child >= 0; child--) {
            for (int parent : parents[child]) {
                children[parent][--counts[parent]] = child;
            }
        }
    }

    /**
     * The same on a clock that runs faster.
     *
     * @param factor how much faster
     */
    public Precedence faster(double factor) {
        return new Precedence(parents, divided(afterNs, factor), divided(atNs, factor));
    }

    private static long[] divided(long[] timesNs, double factor) {
        return Arrays.stream(timesNs)
                .map(ns -> ns == OWN_TIME ? OWN_TIME : Math.round(ns / factor))
                .toArray();
    }

    /** Whether there is any. */
    public boolean exists() {
        return parents.length > 0;
    }

    /** Those that wait for a conversation, in their order. */
    int[] children(int conversation) {
        return exists() ? children[conversation] : new int[0];
    }

    /** For how many each conversation waits; all 0 where there is no precedence. */
    int[] parentCounts(int conversations) {
        int[] counts = new int[conversations];
        for (int i = 0; i < parents.length; i++) {
            counts[i] = parents[i].length;
        }
        return counts;
    }

    /**
     * When a conversation begins.
     *
     * @param endNs when the last of those that it waits for ended
     * @param startNs the run's start
     */
    long beginNs(int conversation, long endNs, long startNs) {
        return afterNs[conversation] == OWN_TIME
                ? Math.max(endNs, startNs + atNs[conversation])
                : endNs + afterNs[conversation];
    }

    /** When a conversation begins that waits for none. */
    long rootNs(int conversation, long startNs) {
        return exists() ? startNs + atNs[conversation] : startNs;
    }

    /** Most conversations that can be under way together, or some more: in how many chains they can be laid. */
    public int width() {
        boolean[] continued = new boolean[parents.length];
        int chains = 0;
        for (int[] before : parents) {
            boolean found = false;
            for (int i = 0; i < before.length && !found; i++) {
                found = !continued[before[i]];
                continued[before[i]] = true;
            }
            chains += found ? 0 : 1;
        }
        return chains;
    }

    /**
     * By conversation, its group: those of a group wait for each other, directly or through others. Groups are numbered by
     * their first conversations. Where there is no precedence each is a group of its own.
     */
    public int[] groups(int conversations) {
        int[] first = IntStream.range(0, conversations).toArray();
        for (int child = 0; child < parents.length; child++) {
            for (int parent : parents[child]) {
                int one = root(first, child);
                int other = root(first, parent);
                first[Math.max(one, other)] = Math.min(one, other);
            }
        }
        int[] groups = new int[conversations];
        int count = 0;
        for (int i = 0; i < conversations; i++) {
            int root = root(first, i);
            groups[i] = root == i ? count++ : groups[root];
        }
        return groups;
    }

    private static int root(int[] first, int conversation) {
        int root = conversation;
        while (first[root] != root) {
            first[root] = first[first[root]];
            root = first[root];
        }
        return root;
    }

    /** Numbers that tell it from every other one, in an order that is always the same. */
    public long[] identity() {
        int count = Arrays.stream(parents).mapToInt(each -> each.length + 3).sum();
        long[] numbers = new long[count];
        int at = 0;
        for (int i = 0; i < parents.length; i++) {
            numbers[at++] = parents[i].length;
            for (int parent : parents[i]) {
                numbers[at++] = parent;
            }
            numbers[at++] = afterNs[i];
            numbers[at++] = atNs[i];
        }
        return numbers;
    }

    /** When the last one begins that waits for none, since the run's start, ns. */
    public long lastRootNs() {
        long last = 0;
        for (int i = 0; i < parents.length; i++) {
            last = Math.max(last, parents[i].length == 0 ? atNs[i] : 0);
        }
        return last;
    }
}
