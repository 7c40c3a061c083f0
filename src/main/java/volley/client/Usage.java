package volley.client;

/**
 * Token counts as the server gave them. A count the server did not give is {@link #ABSENT}, which is not 0.
 *
 * @param promptTokens tokens of the prompt
 * @param completionTokens tokens of the answer
 * @param cachedTokens prompt tokens taken from the prefix cache
 */
public record Usage(int promptTokens, int completionTokens, int cachedTokens) {
    /** Marks a count that was not given. */
    public static final int ABSENT = -1;

    /** No count given. */
    public static final Usage NONE = new Usage(ABSENT, ABSENT, ABSENT);
}
