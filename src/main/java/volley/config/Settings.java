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
 * @param effective every parameter that has a value, as text, for the results; holds no secret
 */
public record Settings(
        ServerSettings server,
        Texts texts,
        Sending sending,
        Reporting reporting,
        Special special,
        SortedMap<String, String> effective) {

    /** What is sent. */
    public record Texts(Workload workload, Generated generated, Trace trace, MediaSettings media) {}

    /** How it is sent. */
    public record Sending(LoadSettings load, Requests requests, Failures failures, Repetition repetition) {}

    /** What is said of it. */
    public record Reporting(Output output, SloSettings slo, Lens lens) {}

    /**
     * What only some ways to use Volley have.
     *
     * @param calibrated whose plan is played, in a calibration
     */
    public record Special(
            SimulatedSettings simulated,
            ComparisonSettings comparison,
            Download download,
            Optional<SimulationKind> calibrated) {}

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
            ColdSettings cold,
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

    /**
     * @param systemProperties as given with {@code -D}
     * @throws BadInputException for an unknown name, a malformed value or a contradiction
     */
    public static Settings from(Properties systemProperties) {
        return from(systemProperties, SimulationKind.MULTITURN);
    }

    /**
     * @param simulation which may have defaults of its own
     * @throws BadInputException for an unknown name, a malformed value or a contradiction
     */
    public static Settings from(Properties systemProperties, SimulationKind simulation) {
        Parameters given = Parameters.load(systemProperties, simulation);
        Settings settings = new Settings(
                ServerSettings.read(given),
                new Texts(
                        workload(given),
                        Generated.read(given),
                        new Trace(given.number("mooncake-slowdown-factor", 0, true, false)),
                        MediaSettings.read(given)),
                new Sending(LoadSettings.read(given), requests(given), failures(given), Repetition.read(given)),
                new Reporting(output(given), SloSettings.read(given), lens(given)),
                new Special(
                        SimulatedSettings.read(given),
                        ComparisonSettings.read(given),
                        new Download(
                                given.text("download"),
                                given.path("download-path").orElseThrow()),
                        simulation == SimulationKind.CALIBRATE
                                ? Optional.of(CalibratedPlan.read(given))
                                : Optional.empty()),
                given.effective());
        Contradictions.check(given, settings, simulation);
        return settings;
    }

    /** The same, with another simulated engine. */
    public Settings withEngine(SimulatedEngine engine) {
        SortedMap<String, String> changed = new TreeMap<>(effective);
        changed.putAll(engine.changing());
        return with(load(), simulated().with(engine), changed);
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
        return with(load().toBuilder().requestsPerSecond(requestsPerSecond).build(), simulated(), atRate);
    }

    private Settings with(
            LoadSettings otherLoad, SimulatedSettings otherSimulated, SortedMap<String, String> otherEffective) {
        return new Settings(
                server,
                texts,
                new Sending(otherLoad, requests(), failures(), repetition()),
                reporting,
                new Special(otherSimulated, comparison(), download(), calibrated()),
                otherEffective);
    }

    public Workload workload() {
        return texts.workload();
    }

    public Generated generated() {
        return texts.generated();
    }

    public Trace trace() {
        return texts.trace();
    }

    public MediaSettings media() {
        return texts.media();
    }

    public LoadSettings load() {
        return sending.load();
    }

    public Requests requests() {
        return sending.requests();
    }

    public Failures failures() {
        return sending.failures();
    }

    public Repetition repetition() {
        return sending.repetition();
    }

    public Output output() {
        return reporting.output();
    }

    public SloSettings slo() {
        return reporting.slo();
    }

    public Lens lens() {
        return reporting.lens();
    }

    public SimulatedSettings simulated() {
        return special.simulated();
    }

    public ComparisonSettings comparison() {
        return special.comparison();
    }

    public Download download() {
        return special.download();
    }

    public Optional<SimulationKind> calibrated() {
        return special.calibrated();
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

    private static Requests requests(Parameters given) {
        return new Requests(
                !given.flag("disable-stream"),
                !given.flag("disable-ignore-eos"),
                given.text("extra-request-body"),
                given.timeoutSeconds("request-timeout-seconds"),
                (int) given.whole("warmup-requests", 0, 1_000_000),
                given.seconds("client-warmup-seconds"),
                ColdSettings.read(given),
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
