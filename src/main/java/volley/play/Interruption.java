package volley.play;

import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import volley.os.DaemonThread;

/**
 * Ctrl-C, and SIGTERM: turns under way and those not yet sent are recorded as cancelled, Gatling is told to stop, and
 * the process lives until all results and Gatling's report are written. The exit code stays that of the signal (130 or
 * 143). A second Ctrl-C changes nothing; kill -9 ends it, and {@code bin/volley recover} makes the results then.
 */
public final class Interruption {
    private static final long RECORDS_LIMIT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long RESULTS_LIMIT_NS = TimeUnit.SECONDS.toNanos(15);

    private static final String LOOP_FAILED =
            "Gatling's client has failed, such as for want of memory (see its error above; -Xmx)";

    private Interruption() {}

    /**
     * @param runs of the simulation, in their order
     * @param gatling the thread that runs Gatling and ends the process when it is done
     */
    public static void watch(List<Playing> runs, Thread gatling) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(runs, gatling), "volley-stop"));
        AtomicBoolean lost = new AtomicBoolean();
        runs.forEach(run -> run.results().onLoss(what -> {
            if (lost.compareAndSet(false, true)) {
                DaemonThread.of("volley-stop-loss", () -> stopForLoss(runs, what))
                        .start();
            }
        }));
    }

    /** Turns whose records are lost are not worth being sent. */
    private static void stopForLoss(List<Playing> runs, String what) {
        System.err.println("volley: " + what + "; the run is stopped, what is written is kept");
        try {
            end(runs, "a file that cannot be written", Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(List<Playing> runs, String by, Optional<Thread> failedLoop) throws InterruptedException {
        runs.forEach(run -> run.earlyEnd().cancel(by, failedLoop));
        boolean unused = GatlingEnd.awaitUntil(
                () -> runs.stream().allMatch(run -> run.recorder().isComplete()), RECORDS_LIMIT_NS);
        runs.forEach(run -> run.earlyEnd().markStopped());
        runs.get(0).earlyEnd().stopGatling();
    }

    private static void stop(List<Playing> runs, Thread gatling) {
        if (GatlingEnd.isThere(gatling)) {
            return;
        }
        Optional<Thread> failed = loopThatExits();
        try {
            if (!runs.stream().allMatch(Playing::finished)) {
                System.err.println("volley: " + (failed.isPresent() ? LOOP_FAILED : "stopped")
                        + "; what is under way is cancelled, the results are being written");
                end(runs, failed.isPresent() ? "a failure of the client itself" : "a signal", failed);
            }
            if (failed.isEmpty()) {
                // Its report comes after Volley's results.
                GatlingEnd.await(gatling);
            } else if (!GatlingEnd.awaitUntil(() -> runs.stream().allMatch(Playing::finished), RESULTS_LIMIT_NS)) {
                System.err.println(
                        "volley: not all results could be written; bin/volley recover FOLDER makes the rest");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Gatling ends the process from the loop itself when it meets an error such as a full heap, and then waits for it. */
    private static Optional<Thread> loopThatExits() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread instanceof FastThreadLocalThread && GatlingEnd.endsTheProcess(thread))
                .findFirst();
    }
}
