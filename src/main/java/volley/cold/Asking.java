package volley.cold;

import java.util.Optional;

/** Asks the server one prompt outside of the load, and waits for the answer. */
public interface Asking {
    /** A count that the server did not tell. */
    int NOT_TOLD = -1;

    /**
     * What came of it.
     *
     * @param error why there is no answer, in one line; empty if there is one
     * @param cachedTokens prompt tokens taken from the cache, or {@link #NOT_TOLD}
     * @param elapsedNs from sending to the end of an answer so short that it is hardly more than its first token
     */
    record Answer(Optional<String> error, int cachedTokens, long elapsedNs) {}

    /**
     * Blocks.
     *
     * @param salt the request's cache salt, where the server knows one
     */
    Answer ask(String prompt, Optional<String> salt);
}
