package volley.play;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is left to do when Gatling has written its report and ends the process: Gatling has no hook there. A run that lost a
 * turn then ends as one whose assertion failed; Gatling knows no such assertion, and an exception after the run would cost
 * its report.
 */
public final class ProcessEnd {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessEnd.class);

    /** Gatling's code for a failed assertion. */
    private static final int ASSERTION_FAILED = 2;

    private static final Queue<Runnable> STEPS = new ConcurrentLinkedQueue<>();

    private ProcessEnd() {}

    /**
     * Has a step done when Gatling is through.
     *
     * @param gatling the thread that runs Gatling
     */
    public static void after(Thread gatling, Runnable step) {
        STEPS.add(() -> {
            try {
                GatlingEnd.await(gatling);
                step.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        hook(ProcessEnd::steps);
    }

    /** Lets Gatling finish its report, and changes the code with which the process then ends. */
    static void failIf(boolean lost) {
        if (lost) {
            hook(() -> {
                steps();
                Runtime.getRuntime().halt(ASSERTION_FAILED);
            });
        }
    }

    private static void hook(Runnable end) {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(end, "volley-process-end"));
        } catch (IllegalStateException e) {
            // The process is ending already, by a signal: its code says so.
        }
    }

    /** Each once; who comes second waits until the first has done them. */
    private static synchronized void steps() {
        for (Runnable step = STEPS.poll(); step != null; step = STEPS.poll()) {
            try {
                step.run();
            } catch (RuntimeException e) {
                LOG.error("a step at the end of the process failed", e);
            }
        }
    }
}
