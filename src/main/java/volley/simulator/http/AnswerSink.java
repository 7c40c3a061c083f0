package volley.simulator.http;

/** Where a model reports the progress of one answer. May be called from any thread, in order. */
public interface AnswerSink {
    /**
     * The prompt is computed. Called once, before the first {@link #tokens}.
     *
     * @param cached prompt tokens taken from the prefix cache
     */
    void prefilled(CachedTokens cached);

    /**
     * Where the time before the first token went, by a model that knows. Called at most once, before {@link #prefilled}.
     *
     * @param queueNs until the request was first part of a step
     * @param prefillNs from there to its first token
     */
    default void scheduled(long queueNs, long prefillNs) {}

    /**
     * The next tokens are there. The answer ends with the call that completes {@link AnswerRequest#outputTokens()}; the
     * model has let go of the request by then.
     *
     * @param count tokens since the last call; at least 1
     */
    void tokens(int count);
}
