package volley.dataset;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Texts for the blocks of a trace, of which only a hash is known. A block's text depends on its id and the seed alone,
 * so prompts that share ids share tokens, and no text is kept. Every word is one token, and stays one after any other.
 */
final class BlockTexts {
    /** Sets texts that no block tells apart from those of blocks. */
    private static final long UNSHARED = 0x756e736861726564L;

    private final List<String> words;
    private final long seed;
    private final int blockTokens;

    /**
     * @param words each one token, at a text's start and behind a blank
     * @param blockTokens tokens of a whole block
     */
    BlockTexts(List<String> words, long seed, int blockTokens) {
        this.words = words;
        this.seed = seed;
        this.blockTokens = blockTokens;
    }

    int blockTokens() {
        return blockTokens;
    }

    /** Appends the block's first {@code tokens} tokens. */
    void append(StringBuilder text, long blockId, int tokens) {
        append(text, RandomSource.SPLIT_MIX_64.create(RecordOrder.key(seed, blockId)), tokens);
    }

    /** Appends tokens that the request at that place of the trace shares with no other. */
    void appendUnshared(StringBuilder text, int place, int tokens) {
        append(text, RandomSource.SPLIT_MIX_64.create(RecordOrder.key(seed ^ UNSHARED, place)), tokens);
    }

    private void append(StringBuilder text, UniformRandomProvider random, int tokens) {
        for (int i = 0; i < tokens; i++) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(words.get(random.nextInt(words.size())));
        }
    }

    /** Names seed and words. */
    String identity() {
        return seed + " " + blockTokens + " " + words.hashCode();
    }
}
