package volley.prefix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The oracle of the radix tree's tests: no tree, but a map from every stored prefix of whole pages to the state of its
 * last page.
 */
final class PrefixMap {
    /** Where the last page of a prefix is, and by how many it is held. */
    static final class Page {
        boolean onDevice;
        boolean onHost;
        int locks;

        @Override
        public boolean equals(Object other) {
            return other instanceof Page that
                    && onDevice == that.onDevice
                    && onHost == that.onHost
                    && locks == that.locks;
        }

        @Override
        public int hashCode() {
            return Objects.hash(onDevice, onHost, locks);
        }

        @Override
        public String toString() {
            return (onDevice ? "device " : "") + (onHost ? "host " : "") + locks;
        }
    }

    final Map<List<Integer>, Page> pages = new HashMap<>();
    private final int pageSize;

    PrefixMap(int pageSize) {
        this.pageSize = pageSize;
    }

    /** The same map read off a tree. */
    static PrefixMap of(RadixTree tree) {
        PrefixMap map = new PrefixMap(tree.pageSizeTokens());
        map.read(tree.root(), List.of());
        return map;
    }

    private void read(RadixNode node, List<Integer> path) {
        for (RadixNode child : node.children.values()) {
            List<Integer> below = new ArrayList<>(path);
            for (int i = child.from; i < child.to; i++) {
                below.add(child.tokens[i]);
                if (below.size() % pageSize == 0) {
                    Page page = new Page();
                    page.onDevice = child.onDevice;
                    page.onHost = child.onHost;
                    page.locks = child.locks;
                    pages.put(List.copyOf(below), page);
                }
            }
            read(child, below);
        }
    }

    /** All prefixes of whole pages, shortest first. */
    List<List<Integer>> prefixes(List<Integer> sequence) {
        List<List<Integer>> all = new ArrayList<>();
        for (int length = pageSize; length <= sequence.size(); length += pageSize) {
            all.add(sequence.subList(0, length));
        }
        return all;
    }

    int matchedTokens(List<Integer> sequence) {
        int matched = 0;
        for (List<Integer> prefix : prefixes(sequence)) {
            if (!pages.containsKey(prefix)) {
                break;
            }
            matched = prefix.size();
        }
        return matched;
    }

    int matchedDeviceTokens(List<Integer> sequence) {
        int matched = 0;
        for (List<Integer> prefix : prefixes(sequence)) {
            if (!pages.containsKey(prefix) || !pages.get(prefix).onDevice) {
                break;
            }
            matched = prefix.size();
        }
        return matched;
    }

    /** Returns the tokens that were not on the device. */
    int insert(List<Integer> sequence) {
        int added = 0;
        for (List<Integer> prefix : prefixes(sequence)) {
            Page page = pages.computeIfAbsent(List.copyOf(prefix), p -> new Page());
            added += page.onDevice ? 0 : pageSize;
            page.onDevice = true;
        }
        return added;
    }

    void lock(List<Integer> sequence, int by) {
        prefixes(sequence).forEach(prefix -> pages.get(prefix).locks += by);
    }

    /** Takes the last {@code length} tokens of the path off the device, and what nothing leads to any more. */
    void evict(List<Integer> path, int length) {
        for (List<Integer> prefix : prefixes(path)) {
            if (prefix.size() > path.size() - length) {
                pages.get(prefix).onDevice = false;
            }
        }
        boolean gone = !pages.get(path).onHost;
        List<Integer> start = path.subList(0, path.size() - length);
        pages.keySet()
                .removeIf(prefix -> gone
                        && prefix.size() > start.size()
                        && startsWith(prefix, path.subList(0, start.size() + pageSize)));
    }

    void setOnHost(List<Integer> path, int length, boolean onHost) {
        for (List<Integer> prefix : prefixes(path)) {
            if (prefix.size() > path.size() - length) {
                pages.get(prefix).onHost = onHost;
            }
        }
        pages.values().removeIf(page -> !page.onDevice && !page.onHost);
    }

    private static boolean startsWith(List<Integer> sequence, List<Integer> start) {
        return sequence.size() >= start.size()
                && sequence.subList(0, start.size()).equals(start);
    }
}
