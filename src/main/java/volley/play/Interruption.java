package volley.play;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Ctrl-C, and SIGTERM: turns under way and those not yet sent are recorded as cancelled, Gatling is told to stop, and
 * the process lives until all results and Gatling's report are written. The exit code stays that of the signal (130 or
 * 143). A second Ctrl-C changes nothing; kill -9 ends it, and {@code bin/volley recover} makes the results then.
 */
public final class Interruption {
    private static final long POLL_MS = 20;
    private static final long RECORDS_LIMIT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long REPORT_LIMIT_NS = TimeUnit.MINUTES.toNanos(5);

    private Interruption() {}

    /**
     * @param runs of the simulation, in their order
     * @param gatling the thread that runs Gatling and ends the process when it is done
     */
    public static void watch(List<Playing> runs, Thread gatling) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(runs, gatling), "volley-stop"));
    }

    private static void stop(List<Playing> runs, Thread gatling) {
        if (runs.stream().allMatch(Playing::finished) || isExiting(gatling)) {
            return;
        }
        System.err.println("volley: stopped; what is under way is cancelled, the results are being written");
        try {
            runs.forEach(Playing::cancel);
            awaitUntil(() -> runs.stream().allMatch(run -> run.recorder().isComplete()), RECORDS_LIMIT_NS);
            runs.forEach(Playing::markStopped);
            runs.get(0).stopGatling();
            awaitReport(gatling);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until Gatling has asked for the end of the process, its report written; five minutes at most. */
    static void awaitReport(Thread gatling) throws InterruptedException {
        awaitUntil(() -> isExiting(gatling), REPORT_LIMIT_NS);
    }

    private static void awaitUntil(BooleanSupplier done, long limitNs) throws InterruptedException {
        long endNs = System.nanoTime() + limitNs;
        while (!done.getAsBoolean() && System.nanoTime() - endNs < 0) {
            Thread.sleep(POLL_MS);
        }
    }

    /** Whether the thread is over, or has asked for the end of the process, in which it waits for this hook. */
    private static boolean isExiting(Thread gatling) {
        return !gatling.isAlive()
                || Arrays.stream(gatling.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals("java.lang.Shutdown"));
    }
}
