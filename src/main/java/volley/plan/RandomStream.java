package volley.plan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * What a run draws at random, each from a stream of its own: drawing more of one changes nothing of another. The
 * generator is XoShiRo256++, seeded with the run's seed and the stream's name.
 */
public enum RandomStream {
    /** Gaps between arrivals. */
    ARRIVALS,
    /** Which of the ready conversations goes next, under the random order policy. */
    ORDER,
    /** Think times; see {@link ThinkTimes}. */
    THINK_TIME,
    /** Which adapter a conversation asks for. */
    LORA;

    /** A new generator at the stream's beginning. */
    public UniformRandomProvider open(long seed) {
        long name = Arrays.hashCode(name().getBytes(StandardCharsets.US_ASCII));
        return RandomSource.XO_SHI_RO_256_PP.create(new long[] {seed, name, ~seed, ~name});
    }
}
