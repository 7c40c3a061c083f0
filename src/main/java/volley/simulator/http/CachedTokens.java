package volley.simulator.http;

/**
 * Prompt tokens taken from the prefix cache, by the level they came from.
 *
 * @param device those that were in the device's memory
 * @param host those loaded from the host's memory
 * @param storage those fetched from storage
 */
public record CachedTokens(int device, int host, int storage) {
    public static final CachedTokens NONE = new CachedTokens(0, 0, 0);

    /** Of a cache that has the device's memory only. */
    public static CachedTokens onDevice(int tokens) {
        return new CachedTokens(tokens, 0, 0);
    }

    public int all() {
        return device + host + storage;
    }
}
