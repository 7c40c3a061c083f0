package volley.config;

import java.util.Optional;

/** The kinds of inference server Volley speaks to, with what differs between them outside the chat route itself. */
public enum Backend {
    SGLANG(30000, "/flush_cache"),
    VLLM(8000, "/reset_prefix_cache"),
    LMDEPLOY(23333, null);

    private final int defaultPort;
    private final String flushRoute;

    Backend(int defaultPort, String flushRoute) {
        this.defaultPort = defaultPort;
        this.flushRoute = flushRoute;
    }

    /** TCP port the server listens on when started without one. */
    public int defaultPort() {
        return defaultPort;
    }

    /** Route that empties the prefix cache by POST; lmdeploy has none. */
    public Optional<String> flushRoute() {
        return Optional.ofNullable(flushRoute);
    }

    public String startProfileRoute() {
        return "/start_profile";
    }

    public String stopProfileRoute() {
        return "/stop_profile";
    }
}
