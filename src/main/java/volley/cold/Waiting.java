package volley.cold;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** How time passes between two tries: a clock and a pause. */
public interface Waiting {
    /** Monotonic, as {@code System.nanoTime()}. */
    long nowNs();

    /**
     * Waits.
     *
     * @return false if there is nothing to wait for any more, since the run is given up
     */
    boolean pause(Duration length);

    /** Real time, for a thread that may block. */
    static Waiting onThisThread(BooleanSupplier givenUp) {
        return new Waiting() {
            @Override
            public long nowNs() {
                return System.nanoTime();
            }

            @Override
            public boolean pause(Duration length) {
                try {
                    TimeUnit.NANOSECONDS.sleep(length.toNanos());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
                return !givenUp.getAsBoolean();
            }
        };
    }
}
