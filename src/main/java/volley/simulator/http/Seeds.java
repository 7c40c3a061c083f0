package volley.simulator.http;

/** Derived seeds: the finalizer of SplitMix64 (Steele, Lea, Flood 2014), so that neighbours give unrelated streams. */
final class Seeds {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private Seeds() {}

    static long mix(long seed, long value) {
        long z = seed + GOLDEN_GAMMA * (value + 1);
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    static long mix(long seed, int[] values) {
        long mixed = mix(seed, values.length);
        for (int value : values) {
            mixed = mix(mixed, value);
        }
        return mixed;
    }
}
