package volley.simulator.engine;

/**
 * One request with the answer the server is going to give.
 *
 * @param id unique among the requests of an engine that have not ended
 * @param promptTokens the whole prompt, at least one token id; not copied, must not change afterwards
 * @param answerTokens the token ids the model will produce, at least one; not copied, must not change afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // Thousands of ids per request: identity is by id, and copies would cost.
public record EngineRequest(long id, int[] promptTokens, int[] answerTokens) {
    public EngineRequest {
        if (promptTokens.length == 0 || answerTokens.length == 0) {
            throw new IllegalArgumentException("request " + id + " with an empty prompt or answer");
        }
    }

    /** Prompt and answer together. */
    public int totalTokens() {
        return promptTokens.length + answerTokens.length;
    }
}
