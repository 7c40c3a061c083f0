package volley.trials;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, and SIGTERM, during a series of runs: the run under way is stopped, no other begins, and the process lives
 * until the results of those before are written. The exit code is that of the signal (130 or 143), also where a signal
 * reached a run alone.
 */
final class SeriesStop implements AutoCloseable {
    /** A run that is stopped may write its report for five minutes. */
    private static final long LIMIT_MINUTES = 6;

    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;

    private final CountDownLatch written = new CountDownLatch(1);
    /** That a run, or the series, was stopped by a signal: what there is, is not a whole run's. */
    static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int exitCode;

        StoppedException(int exitCode) {
            super("a run was stopped by a signal; what it had finished is in its folder");
            this.exitCode = exitCode;
        }

        /** With which the series is to end: 130 or 143. */
        int exitCode() {
            return exitCode;
        }
    }

    private volatile Process underWay;
    private volatile boolean stopped;

    SeriesStop() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "volley-stop-series"));
    }

    private void stop() {
        if (written.getCount() == 0) {
            return;
        }
        stopped = true;
        Process process = underWay;
        if (process != null) {
            process.destroy();
        }
        try {
            boolean unused = written.await(LIMIT_MINUTES, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits for a run's process.
     *
     * @return its exit code
     * @throws StoppedException if it or the series was stopped
     */
    int await(Process process) throws InterruptedException {
        underWay = process;
        if (stopped) {
            process.destroy();
        }
        int exitCode = process.waitFor();
        if (stopped || exitCode == INTERRUPTED || exitCode == TERMINATED) {
            throw new StoppedException(exitCode == INTERRUPTED ? INTERRUPTED : TERMINATED);
        }
        return exitCode;
    }

    /** To be called when all that there is has been written. */
    @Override
    public void close() {
        written.countDown();
    }
}
