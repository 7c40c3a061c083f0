package volley.simulator.engine;

/** How long the steps of a server take. Pure: no state between calls. */
public interface TimeModel {
    /**
     * One prefill step.
     *
     * @param newTokens prompt tokens computed in it
     * @param attentionPairs query-key pairs: for each request with n new tokens after p known ones, n p + n² / 2
     * @param loadedTokens tokens of KV cache loaded from the host for it
     */
    long prefillNs(long newTokens, double attentionPairs, long loadedTokens);

    /**
     * One decode step: a token for each request of the batch.
     *
     * @param contextTokens tokens of KV cache read, over all requests
     */
    long decodeNs(int batchSize, long contextTokens);

    /** From a request's arrival to its place in the queue: HTTP, tokenization. */
    long frontEndNs();
}
