package volley.hub;

import java.time.Duration;

/** Waits before another try. */
@FunctionalInterface
public interface Pause {
    /**
     * Returns after that time.
     *
     * @throws InterruptedException if the wait is to end, and the download with it
     */
    void rest(Duration time) throws InterruptedException;
}
