package volley.prefix;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * An LRU cache of symbols, each identified by itself and all before it: the oracle. Looks up the longest prefix it has,
 * then uses the sequence from its last symbol to its first, and evicts what is over its capacity.
 */
final class BruteForceLru {
    private final long capacity;
    private final LinkedHashSet<List<Integer>> oldestFirst = new LinkedHashSet<>();

    BruteForceLru(long capacity) {
        this.capacity = capacity;
    }

    int lookUp(int[] sequence, int length) {
        List<Integer> prefix = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            prefix.add(sequence[i]);
            if (!oldestFirst.contains(prefix)) {
                return i;
            }
        }
        return length;
    }

    void use(int[] sequence, int length) {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            all.add(sequence[i]);
        }
        for (int end = length; end > 0; end--) {
            List<Integer> prefix = List.copyOf(all.subList(0, end));
            oldestFirst.remove(prefix);
            oldestFirst.add(prefix);
        }
        Iterator<List<Integer>> oldest = oldestFirst.iterator();
        while (oldestFirst.size() > capacity) {
            oldest.next();
            oldest.remove();
        }
    }
}
