package volley.config;

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
 * @param calibrated whose plan is played, in a calibration
 * @param effective every parameter that has a value, as text, for the results; holds no secret
 */
public record Settings(
        ServerSettings server,
        Workload workload,
        Generated generated,
        Load load,
        Requests requests,
        Failures failures,
        Output output,
        SloSettings slo,
        Repetition repetition,
        Lens lens,
        SimulatedSettings simulated,
        Trace trace,
        MediaSettings media,
        Download download,
        ComparisonSettings comparison,
        Optional<CalibratedPlan> calibrated,
        SortedMap<String, String> effective) {

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
            TemplateSettings template,
            Optional<String> salt,
            long seed) {}

    /**
     * @param requestsPerSecond infinite: as soon as a turn is ready
     * @param roundBarrier whether a round begins only when every conversation has ended the one before
     * @param thinkTime from an answer until its conversation's next turn is ready
     */
    public record Load(
            double requestsPerSecond,
            ArrivalKind arrivals,
            double burstiness,
            Duration rampUp,
            OrderPolicy order,
            Pacing pacing,
            OptionalInt maxConcurrency,
            boolean roundBarrier,
            Duration thinkTime) {}

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
            boolean flushCache,
            TokenStamps tokenStamps) {}

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
     * What the cache lens is told of the server's cache; absent: what the server tells, or nothing.
     *
     * @param enabled whether prompts are analysed after the run
     */
    public record Lens(boolean enabled, OptionalInt gpuTokens, OptionalInt hostTokens, OptionalInt pageTokens) {}

    /**
     * Replay of a trace.
     *
     * @param slowDown by which a trace's arrival times are multiplied
     */
    public record Trace(double slowDown) {}

    /**
     * Datasets to fetch instead of a run.
     *
     * @param name absent: none
     */
    public record Download(Optional<String> name, Path folder) {}

    /** Conversations played when a dataset is named but not how many of it: the original's default. */
    public static final int DEFAULT_CONVERSATIONS = 1000;

    private static final Duration LONGEST_THINK_TIME = Duration.ofDays(1);

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
                ServerSettings.read(given),
                workload(given),
                Generated.read(given),
                load(given),
                requests(given),
                failures(given),
                output(given),
                SloSettings.read(given),
                Repetition.read(given),
                lens(given),
                SimulatedSettings.read(given),
                new Trace(given.number("mooncake-slowdown-factor", 0, true, false)),
                MediaSettings.read(given),
                new Download(given.text("download"), given.path("download-path").orElseThrow()),
                ComparisonSettings.read(given),
                mode.equals(CalibratedPlan.MODE) ? Optional.of(CalibratedPlan.read(given)) : Optional.empty(),
                given.effective());
        Contradictions.check(given, settings, mode);
        return settings;
    }

    /** The same, with another simulated engine. */
    public Settings withEngine(SimulatedEngine engine) {
        SortedMap<String, String> changed = new TreeMap<>(effective);
        changed.putAll(engine.changing());
        return with(load, simulated.with(engine), changed);
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
                load.roundBarrier(),
                load.thinkTime());
        return with(slower, simulated, atRate);
    }

    private Settings with(Load otherLoad, SimulatedSettings otherSimulated, SortedMap<String, String> otherEffective) {
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
                calibrated,
                otherEffective);
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
                TemplateSettings.from(given),
                given.text("salt"),
                given.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static Load load(Parameters given) {
        return new Load(
                given.number("request-rate", 0, true, true),
                given.choice("arrivals", ArrivalKind.class),
                given.number("burstiness", 0, true, false),
                given.seconds("ramp-up-seconds"),
                given.choice("order", OrderPolicy.class),
                given.choice("pacing", Pacing.class),
                given.optionalInt("max-concurrency", 1),
                given.flag("enable-round-barrier"),
                thinkTime(given));
    }

    private static Duration thinkTime(Parameters given) {
        Duration thinkTime = given.seconds("think-time-seconds");
        if (thinkTime.compareTo(LONGEST_THINK_TIME) > 0) {
            throw given.bad("think-time-seconds", "is more than a day; give seconds");
        }
        return thinkTime;
    }

    private static Requests requests(Parameters given) {
        return new Requests(
                !given.flag("disable-stream"),
                !given.flag("disable-ignore-eos"),
                given.text("extra-request-body"),
                given.timeoutSeconds("request-timeout-seconds"),
                (int) given.whole("warmup-requests", 0, 1_000_000),
                given.seconds("client-warmup-seconds"),
                given.flag("flush-cache"),
                given.choice("token-stamps", TokenStamps.class));
    }

    private static Failures failures(Parameters given) {
        return new Failures(
                given.isSet("connect-timeout-seconds")
                        ? Optional.of(given.secondsAboveZero("connect-timeout-seconds"))
                        : Optional.empty(),
                given.timeoutSeconds("first-token-timeout-seconds"),
                (int) given.whole("retry-after", 0, 1_000_000),
                given.seconds("watchdog-seconds"));
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
                        given.seconds("live-interval-seconds"),
                        metricsPort(given),
                        given.text("metrics-host").orElseThrow()));
    }

    private static OptionalInt metricsPort(Parameters given) {
        return given.isSet("metrics-port")
                ? OptionalInt.of((int) given.whole("metrics-port", 0, 65535))
                : OptionalInt.empty();
    }

    private static Lens lens(Parameters given) {
        return new Lens(
                given.flag("lens.enabled"),
                given.optionalInt("lens.gpu-tokens", 1),
                given.optionalInt("lens.host-tokens", 1),
                given.optionalInt("lens.page-size", 1));
    }
}
