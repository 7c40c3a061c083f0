package volley.client;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Finds how far a server's clock is ahead from the whole seconds of its {@code Date} headers. An answer with the date D that
 * was sent for at s and had at r says that the server's clock showed from D up to D + 1 s at some moment from s to r: it is
 * ahead by D - r at least and by D + 1 s - s at most. Asked just when the server's second would change in the middle of what
 * is possible, each answer halves that. Not thread-safe.
 */
public final class DateClock {
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

    /** Less tells nothing more: answers take turns that differ by more. */
    private static final long FINE_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private long atLeastNs = Long.MIN_VALUE;
    private long atMostNs = Long.MAX_VALUE;
    private long roundTripNs = Long.MAX_VALUE;
    private int answers;

    /**
     * Takes an answer in.
     *
     * @param sentNs when it was asked for, by this machine's wall clock, ns since 1970
     * @param receivedNs when it was there
     * @param dateNs its Date
     */
    public void add(long sentNs, long receivedNs, long dateNs) {
        answers++;
        roundTripNs = Math.min(roundTripNs, receivedNs - sentNs);
        atLeastNs = Math.max(atLeastNs, dateNs - receivedNs);
        atMostNs = Math.min(atMostNs, dateNs + SECOND_NS - sentNs);
    }

    /** Whether another answer would not tell more. */
    public boolean isFine() {
        return answers > 0 && atMostNs - atLeastNs <= Math.max(FINE_NS, 2 * roundTripNs);
    }

    /**
     * When to ask next, by this machine's wall clock, ns since 1970.
     *
     * @param nowNs not before
     */
    public long nextAskNs(long nowNs) {
        if (answers == 0) {
            return nowNs;
        }
        long middleNs = atLeastNs + (atMostNs - atLeastNs) / 2;
        long serverNs = nowNs + roundTripNs / 2 + middleNs;
        return nowNs + SECOND_NS - Math.floorMod(serverNs, SECOND_NS);
    }

    /** What is known; empty if no answer had a Date. A server that renews its Date seldom may contradict itself: then it is wide. */
    public Optional<ClockOffset> offset() {
        if (answers == 0) {
            return Optional.empty();
        }
        // no Date is ahead of its clock, so the lower bound holds
        long most = atMostNs >= atLeastNs ? atMostNs : atLeastNs + SECOND_NS;
        return Optional.of(new ClockOffset(atLeastNs, most, roundTripNs, answers));
    }
}
