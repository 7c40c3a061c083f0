package volley.dataset;

/**
 * The blocks of a prompt.
 *
 * @param last number of the last one in the tree
 * @param length how many they are
 */
public record BlockPath(BlockTree tree, int last, int length) {
    /** The prompt of those ids, which are added to the tree. */
    static BlockPath of(BlockTree tree, long[] blockIds) {
        return new BlockPath(tree, tree.add(blockIds), blockIds.length);
    }

    /** Length and a hash of 64 bits of the ids: two prompts of a trace have the same by chance once in many millions of traces. */
    String identity() {
        long hash = 0;
        int block = last;
        for (int i = 0; i < length; i++) {
            hash = RecordOrder.key(hash, tree.id(block));
            block = tree.parent(block);
        }
        return length + " " + Long.toHexString(hash);
    }

    /** Numbers of the blocks, from the prompt's beginning on. */
    public int[] numbers() {
        int[] numbers = new int[length];
        int block = last;
        for (int i = length - 1; i >= 0; i--) {
            numbers[i] = block;
            block = tree.parent(block);
        }
        return numbers;
    }

    /** The blocks' ids as the trace has them, from the prompt's beginning on. */
    public long[] ids() {
        long[] ids = new long[length];
        int block = last;
        for (int i = length - 1; i >= 0; i--) {
            ids[i] = tree.id(block);
            block = tree.parent(block);
        }
        return ids;
    }
}
