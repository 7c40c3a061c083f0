package volley.hub;

import java.time.Duration;

/** How often something is tried: until five tries in a row have brought nothing, with rests that grow meanwhile. */
final class Attempts {
    private static final int TRIES_WITHOUT_PROGRESS = 5;

    private final WebClient web;
    private final Pause pause;
    private int failures;

    Attempts(WebClient web, Pause pause) {
        this.web = web;
        this.pause = pause;
    }

    /**
     * Rests before the next try.
     *
     * @param progress whether the try that failed has brought something
     * @throws FetchFailure the failure, if another try is of no use
     */
    void failed(FetchFailure failure, boolean progress) throws FetchFailure {
        failures = progress ? 0 : failures + 1;
        // A machine without a way to the network need not wait half a minute to be told.
        boolean neverReached = failure.kind() == FetchFailure.Kind.NO_CONNECTION && !web.hasBeenAnswered();
        if (!failure.mayPass() || neverReached || failures >= TRIES_WITHOUT_PROGRESS) {
            throw failure;
        }
        try {
            pause.rest(Duration.ofSeconds(1L << failures));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FetchFailure(FetchFailure.Kind.REFUSED, "interrupted", e);
        }
    }
}
