package volley.plan;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import volley.config.LoadSettings;
import volley.config.ThinkSpread;
import volley.dataset.Conversation;

/**
 * For how long a conversation waits after each of its answers. Each time is drawn from a generator of its own, seeded with
 * the run's seed and the turn, so it is the same whatever turn comes before it. Immutable, thread-safe.
 */
public final class ThinkTimes {
    private static final long LONGEST_NS = TimeUnit.DAYS.toNanos(1);

    /** Odd, so that every place has a seed of its own, and not SplitMix64's own step, so that none's stream is another's. */
    private static final long SPREAD = 0xD1342543DE82EF95L;

    private final ThinkSpread spread;
    private final long meanNs;
    private final long seed;
    /** Where they have pauses of their own; else none. */
    private final List<Conversation> conversations;

    private ThinkTimes(ThinkSpread spread, long meanNs, long seed, List<Conversation> conversations) {
        this.spread = spread;
        this.meanNs = meanNs;
        this.seed = seed;
        this.conversations = conversations;
    }

    /** Those of a plan. */
    public static ThinkTimes of(Plan plan) {
        boolean own = plan.conversations().stream()
                .anyMatch(conversation -> !conversation.pauses().isEmpty());
        return of(plan.load(), plan.seed(), own ? plan.conversations() : List.of());
    }

    static ThinkTimes of(LoadSettings load, long seed) {
        return of(load, seed, List.of());
    }

    private static ThinkTimes of(LoadSettings load, long seed, List<Conversation> conversations) {
        return new ThinkTimes(
                load.thinkSpread(),
                load.thinkTime().toNanos(),
                RandomStream.THINK_TIME.open(seed).nextLong(),
                conversations);
    }

    /**
     * After a turn's answer, ns; a day at most.
     *
     * @param conversation its place in the plan
     * @param turn from 0
     */
    public long afterNs(int conversation, int turn) {
        if (!conversations.isEmpty()) {
            List<Duration> own = conversations.get(conversation).pauses();
            return turn < own.size() ? own.get(turn).toNanos() : 0;
        }
        if (meanNs == 0 || spread.kind() == ThinkSpread.Kind.CONSTANT) {
            return meanNs;
        }
        long place = ((long) conversation << Integer.SIZE) + turn;
        // SplitMix64 mixes even neighbouring seeds well, which the others leave to whoever seeds them.
        UniformRandomProvider random = RandomSource.SPLIT_MIX_64.create(seed + place * SPREAD);
        return (long) Math.min((double) LONGEST_NS, Math.rint(meanNs * ofMeanOne(random)));
    }

    private double ofMeanOne(UniformRandomProvider random) {
        return switch (spread.kind()) {
            case CONSTANT -> 1;
            case UNIFORM -> 2 * random.nextDouble();
            case EXPONENTIAL -> ZigguratSampler.Exponential.of(random).sample();
            case LOGNORMAL -> {
                // of the logarithm, so that mean and standard deviation are 1 and the variation
                double variance = Math.log1p(spread.variation() * spread.variation());
                double normal = ZigguratSampler.NormalizedGaussian.of(random).sample();
                yield Math.exp(Math.sqrt(variance) * normal - variance / 2);
            }
        };
    }
}
