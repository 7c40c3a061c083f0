package volley.dataset;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Blocks for traces that tell only how many tokens of a session's last prompt a prompt begins with. */
final class PrefixChain {
    private final int blockTokens;
    private final Map<String, BlockPath> lastOf = new HashMap<>();
    private long next;

    PrefixChain(int blockTokens) {
        this.blockTokens = blockTokens;
    }

    /** The whole blocks of the prompt: those of the kept prefix, then new ones. */
    BlockPath blocks(BlockTree tree, String session, long prefixTokens, long inputTokens) {
        long[] last = lastOf.containsKey(session) ? lastOf.get(session).ids() : new long[0];
        int blocks = (int) (inputTokens / blockTokens);
        int kept = (int) Math.min(Math.min(prefixTokens / blockTokens, last.length), blocks);
        long[] ids = Arrays.copyOf(last, blocks);
        for (int i = kept; i < blocks; i++) {
            ids[i] = next++;
        }
        BlockPath path = BlockPath.of(tree, ids);
        lastOf.put(session, path);
        return path;
    }
}
