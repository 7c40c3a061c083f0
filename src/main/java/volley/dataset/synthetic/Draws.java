package volley.dataset.synthetic;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/** Random streams of generated workloads, and lengths drawn from them. */
final class Draws {
    private static final long LENGTHS = 0x6c656e67746873L;
    private static final long TEXTS = 0x7465787473L;

    private Draws() {}

    /** Lengths of the whole workload, the same in every repetition of it. */
    static UniformRandomProvider lengths(long seed) {
        return open(seed, LENGTHS, 0, 0);
    }

    /** Texts of one conversation in one repetition of the workload. */
    static UniformRandomProvider texts(long seed, int repetition, int conversation) {
        return open(seed, TEXTS, repetition, conversation);
    }

    private static UniformRandomProvider open(long seed, long purpose, long repetition, long conversation) {
        return RandomSource.XO_SHI_RO_256_PP.create(mix(mix(mix(mix(seed) ^ purpose) ^ repetition) ^ conversation));
    }

    /** SplitMix64's finalizer: neighbouring conversations must not draw alike. */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Even in [{@code ratio} x most, most], at least 1. */
    static int length(int most, double ratio, UniformRandomProvider random) {
        int least = Math.max(1, (int) (most * ratio));
        return least + random.nextInt(most - least + 1);
    }
}
