package volley.simulator.http;

import java.util.Optional;

/**
 * Which levels a model's prefix cache has beside the device's memory, as SGLang tells of them.
 *
 * @param host whether there is one in the host's memory; without it nothing is told of levels
 * @param storageBackend SGLang's class of the storage behind it
 */
public record CacheTiers(boolean host, Optional<String> storageBackend) {
    /** The device's memory only. */
    public static final CacheTiers DEVICE = new CacheTiers(false, Optional.empty());

    /** {@code cached_tokens_details} with its name; storage stands there only where there is one. */
    String details(CachedTokens cached) {
        return "\"cached_tokens_details\":{\"device\":" + cached.device() + ",\"host\":" + cached.host()
                + storageBackend
                        .map(name -> ",\"storage\":" + cached.storage() + ",\"storage_backend\":\"" + name + "\"")
                        .orElse("")
                + "}";
    }
}
