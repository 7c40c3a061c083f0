package volley.client;

/**
 * Token counts as the server gave them. A count the server did not give is {@link #ABSENT}, which is not 0.
 *
 * @param promptTokens tokens of the prompt
 * @param completionTokens tokens of the answer
 * @param cachedTokens prompt tokens taken from the prefix cache
 * @param cachedDeviceTokens of these, tokens that were in the device's memory (SGLang's {@code cached_tokens_details})
 * @param cachedHostTokens of these, tokens loaded from the host's memory
 * @param cachedStorageTokens of these, tokens loaded from storage
 */
public record Usage(
        int promptTokens,
        int completionTokens,
        int cachedTokens,
        int cachedDeviceTokens,
        int cachedHostTokens,
        int cachedStorageTokens) {
    /** Marks a count that was not given. */
    public static final int ABSENT = -1;

    /** No count given. */
    public static final Usage NONE = new Usage(ABSENT, ABSENT, ABSENT);

    /** Counts without the cache's tiers. */
    public Usage(int promptTokens, int completionTokens, int cachedTokens) {
        this(promptTokens, completionTokens, cachedTokens, ABSENT, ABSENT, ABSENT);
    }
}
