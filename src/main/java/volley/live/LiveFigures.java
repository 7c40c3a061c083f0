package volley.live;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import volley.client.Outcome;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TurnRecord;

/** Counts of a run so far, and times and tokens since the last look. Taken in by one thread, looked at by another. */
public final class LiveFigures {
    private final Recorder ttftNs = new Recorder(3);
    private final LongSupplier nanoClock;
    private long turns;
    private long failed;
    private long outputTokens;
    private long tokensBefore;
    private long lookedNs;
    private Histogram interval;

    public LiveFigures(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.lookedNs = nanoClock.getAsLong();
    }

    /**
     * What there was to see.
     *
     * @param turns turns recorded, failed and unsent ones included
     * @param failed of these, those that failed
     * @param ttftP50Ms of the answers that ended since the last look, ms; absent ({@code NaN}) where there were none
     * @param ttftP99Ms as the other
     * @param tokensPerSecond output tokens of these answers over the time since the last look
     */
    public record Look(long turns, long failed, double ttftP50Ms, double ttftP99Ms, double tokensPerSecond) {}

    /** Takes a recorded turn. */
    public synchronized void accept(TurnRecord turn, RequestFigures figures) {
        turns++;
        if (turn.outcome().isFailure()) {
            failed++;
        }
        if (turn.outcome() == Outcome.OK) {
            outputTokens += Math.max(0, figures.get(RequestMetric.OUTPUT_TOKENS));
            if (figures.get(RequestMetric.TTFT) >= 0) {
                ttftNs.recordValue(figures.get(RequestMetric.TTFT));
            }
        }
    }

    /** Turns recorded, failed and unsent ones included. */
    public synchronized long turns() {
        return turns;
    }

    /** Looks, and begins the next interval. */
    public synchronized Look look() {
        interval = ttftNs.getIntervalHistogram(interval);
        long nowNs = nanoClock.getAsLong();
        double seconds = Math.max(1, nowNs - lookedNs) / (double) TimeUnit.SECONDS.toNanos(1);
        Look look =
                new Look(turns, failed, percentileMs(50), percentileMs(99), (outputTokens - tokensBefore) / seconds);
        tokensBefore = outputTokens;
        lookedNs = nowNs;
        return look;
    }

    private double percentileMs(double percent) {
        return interval.getTotalCount() == 0 ? Double.NaN : interval.getValueAtPercentile(percent) / 1e6;
    }
}
