package volley.plan;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

/**
 * When the virtual users of stages start that follow each other: a stage begins when all users of the one before have ended.
 * One thread starts and ends them; the stage may be asked for by any.
 */
public final class UsersInTurn {
    private final List<long[]> startsNs;
    private final AtomicInteger stage = new AtomicInteger();
    private int started;
    private int ended;
    private boolean begun;
    private long beganMs;

    /** @param startsNs of each stage the times of its users since its beginning, never falling; at least one in each */
    public UsersInTurn(List<long[]> startsNs) {
        this.startsNs = List.copyOf(startsNs);
    }

    /** Place of the stage that goes on, from 0. */
    public int stage() {
        return stage.get();
    }

    /** Users of all stages. */
    public long users() {
        return startsNs.stream().mapToLong(starts -> starts.length).sum();
    }

    /**
     * Starts those that are due; the first call of a stage begins it.
     *
     * @param aheadMs how far into the future
     * @param inMs told of each user in how many milliseconds he is to start
     */
    public void start(long nowMs, long aheadMs, LongConsumer inMs) {
        if (!begun) {
            begun = true;
            beganMs = nowMs;
        }
        long[] starts = startsNs.get(stage.get());
        long sinceMs = nowMs - beganMs;
        while (started < starts.length && starts[started] / 1_000_000 < sinceMs + aheadMs) {
            inMs.accept(Math.max(0, starts[started] / 1_000_000 - sinceMs));
            started++;
        }
    }

    /** Whether no further user will start in any stage. */
    public boolean allStarted() {
        return stage.get() == startsNs.size() - 1 && started == startsNs.get(stage.get()).length;
    }

    /**
     * A user has ended.
     *
     * @return whether that makes way for another stage
     */
    public boolean end() {
        ended++;
        if (ended < startsNs.get(stage.get()).length || stage.get() == startsNs.size() - 1) {
            return false;
        }
        started = 0;
        ended = 0;
        begun = false;
        stage.incrementAndGet();
        return true;
    }
}
