package volley.client;

/** The latest value of every token count of a response; a later event's count replaces an earlier one's. */
final class UsageReader {
    private int prompt = Usage.ABSENT;
    private int completion = Usage.ABSENT;
    private int cached = Usage.ABSENT;
    private int device = Usage.ABSENT;
    private int host = Usage.ABSENT;
    private int storage = Usage.ABSENT;

    /** Takes a field of a usage object or one nested in it; a name that is no count is passed over. */
    void set(String field, int tokens) {
        switch (field) {
            case "prompt_tokens" -> prompt = tokens;
            case "completion_tokens" -> completion = tokens;
            case "cached_tokens" -> cached = tokens;
            default -> {}
        }
    }

    /** Takes a field of {@code cached_tokens_details}. */
    void setTier(String field, int tokens) {
        switch (field) {
            case "device" -> device = tokens;
            case "host" -> host = tokens;
            case "storage" -> storage = tokens;
            default -> {}
        }
    }

    Usage toUsage() {
        return new Usage(prompt, completion, cached, device, host, storage);
    }
}
