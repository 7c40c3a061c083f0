package volley.simulator.http;

import java.util.Optional;

/**
 * When a server's tokens come: the seam between the HTTP surface and the model of the machine behind it. Thread-safe;
 * nothing here blocks.
 */
public interface AnswerModel extends AutoCloseable {
    /**
     * Takes a request in.
     *
     * @param timer the connection's clock and alarm, for models that need no thread of their own. Tasks run on the
     *     connection's event loop, where reporting to the sink is cheapest
     */
    Running start(AnswerRequest request, NanoTimer timer, AnswerSink sink);

    /** The longest prompt and answer together it takes, tokens. */
    default int longestRequestTokens() {
        return Integer.MAX_VALUE;
    }

    /** Whether no more requests are to be started for now. */
    default boolean queueIsFull() {
        return false;
    }

    /** Which levels its prefix cache has. */
    default CacheTiers cacheTiers() {
        return CacheTiers.DEVICE;
    }

    /** How loaded it is; empty for a model that has room for everything. */
    default Optional<ModelLoad> load() {
        return Optional.empty();
    }

    /** Empties the prefix cache, but for what is in storage. The caller makes sure that nothing runs. */
    void flush();

    /** Empties the storage, if it has one. */
    default void clearStorage() {}

    /** Frees threads, if it has any; called when the server closes. */
    @Override
    default void close() {}

    /** A request that the model has in hand. */
    interface Running {
        /** The client is gone: no more calls to the sink are wanted. Idempotent. */
        void cancel();
    }
}
