package volley.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
        Generated generated,
        Load load,
        Requests requests,
        Failures failures,
        Output output,
        Slo slo,
        Repetition repetition,
        Lens lens,
        Simulated simulated,
        Trace trace,
        Media media,
        Download download,
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
            Optional<String> salt,
            long seed) {}

    /**
     * @param requestsPerSecond infinite: as soon as a turn is ready
     * @param roundBarrier whether a round begins only when every conversation has ended the one before
     */
    public record Load(
            double requestsPerSecond,
            ArrivalKind arrivals,
            double burstiness,
            Duration rampUp,
            OrderPolicy order,
            Pacing pacing,
            OptionalInt maxConcurrency,
            boolean roundBarrier) {}

    /**
     * @param timeout absent: none
     * @param clientWarmup zero: none
     */
    public record Requests(
            boolean stream,
            boolean ignoreEos,
            Optional<String> extraBodyJson,
            Optional<Duration> timeout,
            int warmupRequests,
            Duration clientWarmup,
            boolean flushCache) {}

    /**
     * @param connectTimeout absent: Gatling's own
     * @param firstTokenTimeout absent: none
     * @param retriesWhenBusy most sendings after the first, where the server answers 429 or 503 with Retry-After
     * @param watchdog zero: off
     */
    public record Failures(
            Optional<Duration> connectTimeout,
            Optional<Duration> firstTokenTimeout,
            int retriesWhenBusy,
            Duration watchdog) {}

    /** @param outputFile absent: the original's file name in the working folder */
    public record Output(
            Optional<Path> outputFile,
            long failureBudget,
            boolean progressBars,
            boolean dryRun,
            Optional<Path> calibration,
            double interferenceThresholdMs,
            Live live) {}

    /**
     * What is seen of a run while it goes.
     *
     * @param interval zero: no progress line
     * @param metricsPort absent: no endpoint
     */
    public record Live(Duration interval, OptionalInt metricsPort, String metricsHost) {}

    /**
     * What the run is judged by. Names of metrics are checked by {@code volley.metrics}.
     *
     * @param goodput limits of each request, in milliseconds; their statistic is empty
     * @param objectives limits of the run's figures, in the unit shown
     */
    public record Slo(List<Limit> goodput, List<Limit> objectives) {}

    /** @param where the parameter that set it, for error messages */
    public record Limit(String metric, String statistic, double value, String where) {}

    /**
     * What the cache lens is told of the server's cache; absent: what the server tells, or nothing.
     *
     * @param enabled whether prompts are analysed after the run
     */
    public record Lens(boolean enabled, OptionalInt gpuTokens, OptionalInt hostTokens, OptionalInt pageTokens) {}

    /**
     * The simulated server. Timing and cache size are those of the fixed-rate engine.
     *
     * @param virtual whether the plan runs through the engine in virtual time, without a server
     * @param configurations in which to run it one after the other; empty: as it is
     */
    public record Simulated(
            Duration baseLatency,
            double prefillTokensPerSecond,
            Duration interToken,
            int cacheTokens,
            boolean cacheReport,
            SimulatedEngine engine,
            boolean virtual,
            List<EngineConfiguration> configurations) {
        public Simulated {
            configurations = List.copyOf(configurations);
        }
    }

    /**
     * Replay of a trace.
     *
     * @param slowDown by which a trace's arrival times are multiplied
     */
    public record Trace(double slowDown) {}

    /**
     * Videos and images.
     *
     * @param folder absent: the dataset's
     * @param videoMap absent: the one beside the dataset, if there is one
     * @param cache where encoded media are kept
     */
    public record Media(
            Optional<Path> folder,
            Optional<Path> videoMap,
            VideoForm form,
            int maxFrames,
            ImageFormat frameFormat,
            Path cache) {}

    /**
     * Datasets to fetch instead of a run.
     *
     * @param name absent: none
     */
    public record Download(Optional<String> name, Path folder) {}

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
                Generated.read(given),
                load(given),
                requests(given),
                failures(given),
                output(given),
                slo(given),
                Repetition.read(given),
                lens(given),
                simulated(given),
                new Trace(given.number("mooncake-slowdown-factor", 0, true, false)),
                media(given),
                new Download(given.text("download"), given.path("download-path").orElseThrow()),
                ComparisonSettings.read(given),
                given.effective());
        Contradictions.check(given, settings, mode);
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
                simulated.virtual(),
                simulated.configurations());
        return with(load, other, changed);
    }

    /** Whether only the list of parameters is asked for. */
    public static boolean helpWanted(Properties systemProperties) {
        String value = systemProperties.getProperty(Parameters.PREFIX + "help");
        return value != null && !value.equals("false");
    }

    /** The same, at another rate of turns. */
    public Settings atRate(double requestsPerSecond) {
        SortedMap<String, String> atRate = new TreeMap<>(effective);
        atRate.put("request-rate", Double.isInfinite(requestsPerSecond) ? "inf" : String.valueOf(requestsPerSecond));
        Load slower = new Load(
                requestsPerSecond,
                load.arrivals(),
                load.burstiness(),
                load.rampUp(),
                load.order(),
                load.pacing(),
                load.maxConcurrency(),
                load.roundBarrier());
        return with(slower, simulated, atRate);
    }

    private Settings with(Load otherLoad, Simulated otherSimulated, SortedMap<String, String> otherEffective) {
        return new Settings(
                server,
                workload,
                generated,
                otherLoad,
                requests,
                failures,
                output,
                slo,
                repetition,
                lens,
                otherSimulated,
                trace,
                media,
                download,
                comparison,
                otherEffective);
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
                given.text("salt"),
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
                given.optionalInt("max-concurrency", 1),
                given.flag("enable-round-barrier"));
    }

    private static Requests requests(Parameters given) {
        double timeoutSeconds = given.number("request-timeout-seconds", 0, true, true);
        return new Requests(
                !given.flag("disable-stream"),
                !given.flag("disable-ignore-eos"),
                given.text("extra-request-body"),
                Double.isInfinite(timeoutSeconds) ? Optional.empty() : Optional.of(seconds(timeoutSeconds)),
                (int) given.whole("warmup-requests", 0, 1_000_000),
                seconds(given.number("client-warmup-seconds", 0, false, false)),
                given.flag("flush-cache"));
    }

    private static Failures failures(Parameters given) {
        double firstTokenSeconds = given.number("first-token-timeout-seconds", 0, true, true);
        return new Failures(
                given.isSet("connect-timeout-seconds")
                        ? Optional.of(seconds(given.number("connect-timeout-seconds", 0, true, false)))
                        : Optional.empty(),
                Double.isInfinite(firstTokenSeconds) ? Optional.empty() : Optional.of(seconds(firstTokenSeconds)),
                (int) given.whole("retry-after", 0, 1_000_000),
                seconds(given.number("watchdog-seconds", 0, false, false)));
    }

    private static Output output(Parameters given) {
        return new Output(
                given.path("output-file"),
                given.whole("failure-budget", 0, Long.MAX_VALUE),
                !given.flag("disable-tqdm"),
                given.flag("dry-run"),
                given.path("calibration"),
                given.number("interference-threshold-ms", 0, false, false),
                new Live(
                        seconds(given.number("live-interval-seconds", 0, false, false)),
                        metricsPort(given),
                        given.text("metrics-host").orElseThrow()));
    }

    private static OptionalInt metricsPort(Parameters given) {
        return given.isSet("metrics-port")
                ? OptionalInt.of((int) given.whole("metrics-port", 0, 65535))
                : OptionalInt.empty();
    }

    private static Slo slo(Parameters given) {
        List<Limit> goodput = new ArrayList<>();
        for (String pair : given.text("goodput").map(text -> text.split(",")).orElse(new String[0])) {
            String[] sides = pair.strip().split(":", -1);
            if (sides.length != 2) {
                throw given.bad("goodput", "is not a list such as ttft:500,tpot:50");
            }
            goodput.add(new Limit(sides[0].strip(), "", limit(given, "goodput", sides[1].strip()), "volley.goodput"));
        }
        List<Limit> objectives = new ArrayList<>();
        for (String name : given.objectives()) {
            String[] parts = name.split("\\.");
            if (parts.length != 3) {
                throw given.bad(name, "does not name a limit such as slo.ttft.p99");
            }
            objectives.add(new Limit(
                    parts[1], parts[2], limit(given, name, given.text(name).orElse("")), "volley." + name));
        }
        return new Slo(goodput, objectives);
    }

    private static double limit(Parameters given, String name, String text) {
        try {
            double value = Double.parseDouble(text);
            if (Double.isFinite(value) && value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw given.bad(name, "has a limit that is not a number from 0 up: " + text);
    }

    private static Lens lens(Parameters given) {
        return new Lens(
                given.flag("lens.enabled"),
                given.optionalInt("lens.gpu-tokens", 1),
                given.optionalInt("lens.host-tokens", 1),
                given.optionalInt("lens.page-size", 1));
    }

    private static Simulated simulated(Parameters given) {
        return new Simulated(
                milliseconds(given.number("simulated.base-latency-ms", 0, false, false)),
                given.number("simulated.prefill-tokens-per-second", 0, true, false),
                milliseconds(given.number("simulated.inter-token-ms", 0, false, false)),
                (int) given.whole("simulated.cache-tokens", 0, Integer.MAX_VALUE),
                given.flag("simulated.cache-report"),
                SimulatedEngine.read(given),
                given.flag("simulate"),
                EngineConfiguration.read(given));
    }

    private static Media media(Parameters given) {
        return new Media(
                given.path("video-path"),
                given.path("video-map"),
                given.choice("video-form", VideoForm.class),
                (int) given.whole("max-frames", 1, 1_000_000),
                given.choice("frame-format", ImageFormat.class),
                given.path("media-cache")
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache", "volley", "media")));
    }

    private static Duration seconds(double seconds) {
        return milliseconds(seconds * 1e3);
    }

    private static Duration milliseconds(double milliseconds) {
        return Duration.ofNanos(Math.round(milliseconds * 1e6));
    }
}
