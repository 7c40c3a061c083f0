package volley.simulator.http;

/** A monotonic clock with an alarm: the event loop's in a served answer, a virtual one in tests. */
public interface NanoTimer {
    /** Now, in nanoseconds on the scale of {@code System.nanoTime()}. */
    long nowNs();

    /** Runs the task once, at {@code deadlineNs} or as soon after it as it can; never before. */
    void at(long deadlineNs, Runnable task);
}
