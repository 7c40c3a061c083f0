package volley.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All parameters, typed and checked. Each is described in {@code reference.conf}.
 *
 * @param effective every parameter that has a value, as text, for the results; holds no secret
 */
public record Settings(
        Server server,
        Workload workload,
        Load load,
        Requests requests,
        Output output,
        Simulated simulated,
        ComparisonSettings comparison,
        SortedMap<String, String> effective) {

    /** @param baseUrl absent: start the simulated server */
    public record Server(
            Backend backend,
            Optional<URI> baseUrl,
            Optional<String> model,
            Optional<String> loraName,
            boolean profile) {}

    /**
     * @param datasetPath absent: the sample of the format
     * @param conversations absent: every conversation of the sample
     */
    public record Workload(
            String datasetName,
            Optional<Path> datasetPath,
            OptionalInt conversations,
            boolean shuffle,
            OptionalInt fixedOutputTokens,
            Optional<String> tokenizer,
            Optional<Path> chatTemplate,
            long seed) {}

    /** @param requestsPerSecond infinite: as soon as a turn is ready */
    public record Load(
            double requestsPerSecond,
            ArrivalKind arrivals,
            double burstiness,
            Duration rampUp,
            OrderPolicy order,
            Pacing pacing,
            OptionalInt maxConcurrency) {}

    /** @param timeout absent: none */
    public record Requests(
            boolean stream,
            boolean ignoreEos,
            Optional<String> extraBodyJson,
            Optional<Duration> timeout,
            int warmupRequests,
            boolean flushCache) {}

    /** @param outputFile absent: the original's file name in the working folder */
    public record Output(Optional<Path> outputFile, long failureBudget, boolean progressBars, boolean dryRun) {}

    /**
     * The simulated server. Timing and cache size are those of the fixed-rate engine.
     *
     * @param virtual whether the plan runs through the engine in virtual time, without a server
     */
    public record Simulated(
            Duration baseLatency,
            double prefillTokensPerSecond,
            Duration interToken,
            int cacheTokens,
            boolean cacheReport,
            SimulatedEngine engine,
            boolean virtual) {}

    /** Conversations played when a dataset is named but not how many of it: the original's default. */
    public static final int DEFAULT_CONVERSATIONS = 1000;

    /**
     * @param systemProperties as given with {@code -D}
     * @throws BadInputException for an unknown name, a malformed value or a contradiction
     */
    public static Settings from(Properties systemProperties) {
        return from(systemProperties, "multiturn");
    }

    /**
     * @param mode name of the simulation, which may have defaults of its own
     * @throws BadInputException for an unknown name, a malformed value or a contradiction
     */
    public static Settings from(Properties systemProperties, String mode) {
        Parameters given = Parameters.load(systemProperties, mode);
        Settings settings = new Settings(
                server(given),
                workload(given),
                load(given),
                requests(given),
                output(given),
                simulated(given),
                ComparisonSettings.read(given),
                given.effective());
        Contradictions.check(given, settings);
        return settings;
    }

    /** The same, with another simulated engine. */
    public Settings withEngine(SimulatedEngine engine) {
        SortedMap<String, String> changed = new TreeMap<>(effective);
        changed.putAll(engine.changing());
        Simulated other = new Simulated(
                simulated.baseLatency(),
                simulated.prefillTokensPerSecond(),
                simulated.interToken(),
                simulated.cacheTokens(),
                simulated.cacheReport(),
                engine,
                simulated.virtual());
        return new Settings(server, workload, load, requests, output, other, comparison, changed);
    }

    /** Whether only the list of parameters is asked for. */
    public static boolean helpWanted(Properties systemProperties) {
        String value = systemProperties.getProperty(Parameters.PREFIX + "help");
        return value != null && !value.equals("false");
    }

    private static Server server(Parameters given) {
        Backend backend = given.choice("backend", Backend.class);
        Optional<URI> baseUrl = given.text("base-url").map(text -> baseUrl(given, text));
        if (baseUrl.isEmpty() && (given.isSet("host") || given.isSet("port"))) {
            String host = given.text("host").orElse("127.0.0.1");
            int port = given.isSet("port") ? (int) given.whole("port", 1, 65535) : backend.defaultPort();
            // 0.0.0.0 is the original's default: a place to listen, not to connect to
            baseUrl = Optional.of(URI.create("http://" + (host.equals("0.0.0.0") ? "127.0.0.1" : host) + ":" + port));
        }
        return new Server(backend, baseUrl, given.text("model"), given.text("lora-name"), given.flag("profile"));
    }

    private static URI baseUrl(Parameters given, String text) {
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw given.bad("base-url", "is not a URL such as http://10.0.0.7:30000");
    }

    private static Workload workload(Parameters given) {
        OptionalInt conversations = given.optionalInt("num-prompts", 1);
        if (conversations.isEmpty() && given.isSet("dataset-path")) {
            conversations = OptionalInt.of(DEFAULT_CONVERSATIONS);
        }
        return new Workload(
                given.text("dataset-name").orElseThrow(),
                given.path("dataset-path"),
                conversations,
                !given.flag("disable-shuffle"),
                given.optionalInt("fixed-output-len", 4),
                given.text("tokenizer"),
                given.path("chat-template"),
                given.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static Load load(Parameters given) {
        return new Load(
                given.number("request-rate", 0, true, true),
                given.choice("arrivals", ArrivalKind.class),
                given.number("burstiness", 0, true, false),
                seconds(given.number("ramp-up-seconds", 0, false, false)),
                given.choice("order", OrderPolicy.class),
                given.choice("pacing", Pacing.class),
                given.optionalInt("max-concurrency", 1));
    }

    private static Requests requests(Parameters given) {
        double timeoutSeconds = given.number("request-timeout-seconds", 0, true, true);
        return new Requests(
                !given.flag("disable-stream"),
                !given.flag("disable-ignore-eos"),
                given.text("extra-request-body"),
                Double.isInfinite(timeoutSeconds) ? Optional.empty() : Optional.of(seconds(timeoutSeconds)),
                (int) given.whole("warmup-requests", 0, 1_000_000),
                given.flag("flush-cache"));
    }

    private static Output output(Parameters given) {
        return new Output(
                given.path("output-file"),
                given.whole("failure-budget", 0, Long.MAX_VALUE),
                !given.flag("disable-tqdm"),
                given.flag("dry-run"));
    }

    private static Simulated simulated(Parameters given) {
        return new Simulated(
                milliseconds(given.number("simulated.base-latency-ms", 0, false, false)),
                given.number("simulated.prefill-tokens-per-second", 0, true, false),
                milliseconds(given.number("simulated.inter-token-ms", 0, false, false)),
                (int) given.whole("simulated.cache-tokens", 0, Integer.MAX_VALUE),
                given.flag("simulated.cache-report"),
                SimulatedEngine.read(given),
                given.flag("simulate"));
    }

    private static Duration seconds(double seconds) {
        return milliseconds(seconds * 1e3);
    }

    private static Duration milliseconds(double milliseconds) {
        return Duration.ofNanos(Math.round(milliseconds * 1e6));
    }
}
