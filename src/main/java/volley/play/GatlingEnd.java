package volley.play;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How Gatling comes to its end: its thread writes the report, and asks for the end of the process. */
final class GatlingEnd {
    private static final long POLL_MS = 20;
    private static final long REPORT_LIMIT_NS = TimeUnit.MINUTES.toNanos(5);

    private GatlingEnd() {}

    /**
     * Waits until Gatling has asked for the end of the process, its report written; five minutes at most.
     *
     * @param gatling the thread that runs it
     */
    static void await(Thread gatling) throws InterruptedException {
        boolean unused = awaitUntil(() -> isThere(gatling), REPORT_LIMIT_NS);
    }

    /** Whether the thread is over, or has asked for the end of the process, in which it waits for the shutdown hooks. */
    static boolean isThere(Thread gatling) {
        return !gatling.isAlive() || endsTheProcess(gatling);
    }

    /** Whether a thread has asked for the end of the process. */
    static boolean endsTheProcess(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }

    /** @return whether it came to be within the limit */
    static boolean awaitUntil(BooleanSupplier done, long limitNs) throws InterruptedException {
        long endNs = System.nanoTime() + limitNs;
        while (!done.getAsBoolean() && System.nanoTime() - endNs < 0) {
            Thread.sleep(POLL_MS);
        }
        return done.getAsBoolean();
    }
}
