package volley.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The trees that Bailian's chats are: each names itself and the one before it. A parent may stand behind its child in the file,
 * or not be in it: then the child is a root. Of chats of one name the last one before
 * the child is meant, else the first.
 */
final class ChatTrees {
    private static final int NONE = -1;

    private final List<String> names = new ArrayList<>();
    private final List<String> parentNames = new ArrayList<>();
    private final Map<String, Integer> firstOfName = new HashMap<>();
    private final Map<String, Integer> lastOfName = new HashMap<>();
    private final List<Integer> parents = new ArrayList<>();

    /** @param parentName null: none */
    void add(String name, String parentName) {
        parents.add(lastOfName.getOrDefault(parentName, NONE));
        firstOfName.putIfAbsent(name, names.size());
        lastOfName.put(name, names.size());
        names.add(name);
        parentNames.add(parentName);
    }

    /** @param requests those of the chats, in the order in which they were added; takes sessions and links */
    void link(List<TraceRequest> requests) {
        int[] parent = parents.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 0; i < parent.length; i++) {
            int behind = parent[i] == NONE ? firstOfName.getOrDefault(parentNames.get(i), NONE) : NONE;
            // its own, or that of one that is behind it in the tree, would be a circle
            if (behind != NONE && root(parent, behind) != i) {
                parent[i] = behind;
            }
        }
        int[] roots = new int[parent.length];
        Arrays.fill(roots, NONE);
        for (int i = 0; i < parent.length; i++) {
            int root = i;
            while (parent[root] != NONE && roots[root] == NONE) {
                root = parent[root];
            }
            roots[i] = roots[root] == NONE ? root : roots[root];
            TraceRequest request = requests.get(i);
            requests.set(
                    i,
                    new TraceRequest(
                            request.timeMs(),
                            request.inputTokens(),
                            request.outputTokens(),
                            "chat-" + names.get(roots[i]),
                            request.blocks(),
                            new TraceLink(
                                    parent[i] == NONE ? new int[0] : new int[] {parent[i]}, Double.NaN, Double.NaN)));
        }
    }

    private static int root(int[] parent, int chat) {
        int root = chat;
        while (parent[root] != NONE) {
            root = parent[root];
        }
        return root;
    }
}
