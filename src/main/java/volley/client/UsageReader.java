package volley.client;

/** The latest value of every token count of a response; a later event's count replaces an earlier one's. */
final class UsageReader {
    private int prompt = Usage.ABSENT;
    private int completion = Usage.ABSENT;
    private int cached = Usage.ABSENT;
    private int device = Usage.ABSENT;
    private int host = Usage.ABSENT;
    private int storage = Usage.ABSENT;
    /** Whether a number came that can be no count. */
    boolean impossible;

    private boolean unbelieved;

    /** Takes what an event told; what it did not is {@link Usage#ABSENT} and stays as it was. */
    void setCounts(int promptTokens, int completionTokens, int cachedTokens) {
        prompt = promptTokens < 0 ? prompt : promptTokens;
        completion = completionTokens < 0 ? completion : completionTokens;
        cached = cachedTokens < 0 ? cached : cachedTokens;
    }

    /** Whether {@code field} of {@code cached_tokens_details} counts a tier's tokens. */
    static boolean isTier(String field) {
        return field.equals("device") || field.equals("host") || field.equals("storage");
    }

    /** Takes a field that {@link #isTier}. */
    void setTier(String field, int tokens) {
        switch (field) {
            case "device" -> device = tokens;
            case "host" -> host = tokens;
            case "storage" -> storage = tokens;
            default -> throw new IllegalArgumentException(field);
        }
    }

    /**
     * The counts, as far as they can be believed: an answer of tokens has more than 0 of them, every prompt has one, and no
     * more of a prompt can come from the cache than it has. What is not believed was not given.
     *
     * @param sawToken whether the answer has a token
     */
    Usage toUsage(boolean sawToken) {
        unbelieved = impossible;
        if (sawToken) {
            completion = positive(completion);
            prompt = positive(prompt);
        }
        if (prompt != Usage.ABSENT && cached > prompt) {
            unbelieved = true;
            cached = Usage.ABSENT;
            device = Usage.ABSENT;
            host = Usage.ABSENT;
            storage = Usage.ABSENT;
        }
        return new Usage(prompt, completion, cached, device, host, storage);
    }

    private int positive(int count) {
        unbelieved |= count == 0;
        return count == 0 ? Usage.ABSENT : count;
    }

    /** Whether the last {@link #toUsage} left a count out that the server gave. */
    boolean isUnbelieved() {
        return unbelieved;
    }
}
