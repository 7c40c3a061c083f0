package volley.client;

/** The latest value of every token count of a response; a later event's count replaces an earlier one's. */
final class UsageReader {
    private int prompt = Usage.ABSENT;
    private int completion = Usage.ABSENT;
    private int cached = Usage.ABSENT;
    private int device = Usage.ABSENT;
    private int host = Usage.ABSENT;
    private int storage = Usage.ABSENT;

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

    Usage toUsage() {
        return new Usage(prompt, completion, cached, device, host, storage);
    }
}
