package volley.dataset;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Texts for the blocks of a trace, of which only a hash is known. A block's text depends on its id and the seed alone,
 * so prompts that share ids share tokens, and no text is kept. Every word is one token, and stays one after any other.
 */
final class BlockTexts {
    /** Tokens of a whole block, in Mooncake's traces. */
    static final int BLOCK_TOKENS = 512;

    private final List<String> words;
    private final long seed;

    /** @param words each one token, at a text's start and behind a blank */
    BlockTexts(List<String> words, long seed) {
        this.words = words;
        this.seed = seed;
    }

    /** Appends the block's first {@code tokens} tokens. */
    void append(StringBuilder text, int blockId, int tokens) {
        UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(RecordOrder.key(seed, blockId));
        for (int i = 0; i < tokens; i++) {
            if (!text.isEmpty()) {
                text.append(' ');
            }
            text.append(words.get(random.nextInt(words.size())));
        }
    }

    /** Names seed and words. */
    String identity() {
        return seed + " " + words.hashCode();
    }
}
