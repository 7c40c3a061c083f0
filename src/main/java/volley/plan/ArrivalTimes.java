package volley.plan;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import volley.config.ArrivalKind;
import volley.config.LoadSettings;

/**
 * When each request of a run is due, as nanoseconds since its start. The first is due at 0; each later one a gap after
 * the one before. Gaps are drawn at a mean of 1 and then stretched by the rate, so a seed gives the same pattern at
 * every rate.
 */
public final class ArrivalTimes {
    private static final double NANOS_PER_SECOND = 1e9;

    private ArrivalTimes() {}

    /**
     * @param count how many arrivals
     * @param random drawn from {@code count - 1} times or more; untouched for constant gaps and infinite rate
     * @return {@code count} times in ns, never falling
     */
    public static long[] drawNs(int count, LoadSettings load, UniformRandomProvider random) {
        long[] timesNs = new long[count];
        double rate = load.requestsPerSecond();
        if (Double.isInfinite(rate)) {
            return timesNs;
        }
        DoubleSupplier gaps = gaps(load.arrivals(), load.burstiness(), random);
        double arrivals = 0;
        for (int i = 1; i < count; i++) {
            arrivals += gaps.getAsDouble();
            timesNs[i] = Math.round(seconds(arrivals, rate, load.rampUp()) * NANOS_PER_SECOND);
        }
        return timesNs;
    }

    /** Gaps of mean 1. */
    private static DoubleSupplier gaps(ArrivalKind kind, double burstiness, UniformRandomProvider random) {
        return switch (kind) {
            case CONSTANT -> () -> 1;
            case POISSON -> ZigguratSampler.Exponential.of(random)::sample;
            case UNIFORM -> () -> 2 * random.nextDouble();
            case GAMMA -> AhrensDieterMarsagliaTsangGammaSampler.of(random, burstiness, 1 / burstiness)::sample;
        };
    }

    /**
     * The time by which a rate that rises evenly to {@code rate} over {@code rampUp}, and stays there, has brought
     * {@code arrivals}: the inverse of r t^2 / (2 R) up to R, and of r (t - R / 2) after it.
     */
    private static double seconds(double arrivals, double rate, Duration rampUp) {
        double rampSeconds = rampUp.toNanos() / NANOS_PER_SECOND;
        double arrivalsInRamp = rate * rampSeconds / 2;
        return arrivals < arrivalsInRamp
                ? Math.sqrt(2 * rampSeconds * arrivals / rate)
                : arrivals / rate + rampSeconds / 2;
    }
}
