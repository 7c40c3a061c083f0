package volley.simulator.http;

/**
 * What a model must know of a request.
 *
 * @param arrivalNs when it came, on the scale of {@link NanoTimer#nowNs()}
 * @param promptIds token ids of the prompt; at least one. Not to be changed
 * @param answerIds token ids of the answer it will get, for the cache; not to be changed. Their number may differ from
 *     {@code outputTokens} where the tokenizer does not keep one word one token
 * @param outputTokens tokens to produce; at least 1
 */
@SuppressWarnings("ArrayRecordComponent") // tens of thousands of ids; never compared
public record AnswerRequest(long arrivalNs, int[] promptIds, int[] answerIds, int outputTokens) {}
