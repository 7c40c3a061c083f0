package volley.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
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
    public record Sending(
            LoadSettings load, Requests requests, Failures failures, Repetition repetition, ShardSettings shards) {}

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
     * @param fewerWillDo whether a dataset may have fewer, since their number was not given
     */
    public record Workload(
            String datasetName,
            Optional<Path> datasetPath,
            OptionalInt conversations,
            boolean fewerWillDo,
            boolean shuffle,
            OptionalInt fixedOutputTokens,
            Optional<String> tokenizer,
            TemplateSettings template,
            Optional<String> salt,
            long seed) {}

    /**
     * @param timeout absent: none
     * @param clientWarmup most time that it may take, zero: none; absent: as the plan needs
     * @param reasoningInHistory whether answers go back into the history with the thoughts the server gave beside them
     */
    public record Requests(
            boolean stream,
            boolean ignoreEos,
            Optional<String> extraBodyJson,
            Optional<Duration> timeout,
            int warmupRequests,
            Optional<Duration> clientWarmup,
            ColdSettings cold,
            TokenStamps tokenStamps,
            boolean reasoningInHistory,
            ServerIds serverIds) {}

    /**
     * @param firstTokenTimeout absent: none
     * @param retriesWhenBusy most sendings after the first, where the server answers 429 or 503 with Retry-After
     * @param watchdog zero: off
     */
    public record Failures(Optional<Duration> firstTokenTimeout, int retriesWhenBusy, Duration watchdog) {}

    /**
     * What becomes of a run.
     *
     * @param outputFile absent: the original's file name in the working folder
     * @param gatlingReport whether Gatling writes its own when Volley's results are there
     */
    public record Output(
            Optional<Path> outputFile,
            long failureBudget,
            boolean progressBars,
            boolean dryRun,
            Optional<Path> calibration,
            double interferenceThresholdMs,
            Retokenize retokenize,
            boolean gatlingReport,
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
     * @param blockTokens tokens of a hashed block; absent: as the trace tells
     * @param msPerTime milliseconds in a unit of the trace's times; absent: as its format has it
     * @param sessions whether requests of a session wait for each other, where the trace tells sessions
     * @param thinkSeconds from an answer to the requests that wait for it; absent: the trace's
     */
    public record Trace(
            double slowDown,
            OptionalInt blockTokens,
            OptionalDouble msPerTime,
            boolean sessions,
            OptionalDouble thinkSeconds) {
        static Trace read(Parameters given) {
            OptionalDouble msPerTime = given.isSet("trace-time-unit")
                    ? OptionalDouble.of(
                            given.choice("trace-time-unit", TraceTimeUnit.class).ms())
                    : OptionalDouble.empty();
            return new Trace(
                    given.number("mooncake-slowdown-factor", 0, true, false),
                    given.optionalInt("trace-block-size", 1),
                    msPerTime,
                    given.flag("trace-sessions"),
                    given.isSet("think-time")
                                    && !given.text("think-time").orElse("").equals("trace")
                            ? OptionalDouble.of(given.number("think-time", 0, false, false))
                            : OptionalDouble.empty());
        }
    }

    /**
     * Datasets to fetch instead of a run.
     *
     * @param name absent: none
     */
    public record Download(Optional<String> name, Path folder) {}

    /** How long the client is warmed up at most where no limit is given. */
    public static final Duration LONGEST_CLIENT_WARMUP = Duration.ofSeconds(40);

    /** Conversations played when a dataset is named but not how many of it: the original's default. */
    public static final int DEFAULT_CONVERSATIONS = 1000;

    /** The same, with another simulated engine. */
    public Settings withEngine(SimulatedEngine engine) {
        SortedMap<String, String> changed = new TreeMap<>(effective);
        changed.putAll(engine.changing());
        return with(load(), simulated().with(engine), changed);
    }

    /** Whether only the list of parameters is asked for. */
    public static boolean helpWanted(Properties systemProperties) {
        String value = systemProperties.getProperty(GivenAs.PREFIX + "help");
        return value != null && !value.equals("false");
    }

    /** The same, at another rate of turns. */
    public Settings atRate(double requestsPerSecond) {
        SortedMap<String, String> atRate = new TreeMap<>(effective);
        atRate.put("request-rate", Double.isInfinite(requestsPerSecond) ? "inf" : String.valueOf(requestsPerSecond));
        return with(load().toBuilder().requestsPerSecond(requestsPerSecond).build(), simulated(), atRate);
    }

    /**
     * The same, with conversations sent as text.
     *
     * @param why they do not go as token ids, in a clause
     */
    public Settings withTextHistory(String why) {
        SortedMap<String, String> asText = new TreeMap<>(effective);
        asText.put("history", "text");
        return new Settings(server.with(server.api().asText(why)), texts, sending, reporting, special, asText);
    }

    private Settings with(
            LoadSettings otherLoad, SimulatedSettings otherSimulated, SortedMap<String, String> otherEffective) {
        return new Settings(
                server,
                texts,
                new Sending(otherLoad, requests(), failures(), repetition(), shards()),
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

    public ShardSettings shards() {
        return sending.shards();
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

    /** Whether one plan is played on several servers, one after the other, and that repeated. */
    public boolean comparesServers(SimulationKind simulation) {
        return simulation.can(SimulationKind.Ability.COMPARISON)
                || (simulation.can(SimulationKind.Ability.ON_SEVERAL_SERVERS)
                        && !(comparison().endpoints().isEmpty()
                                && simulated().configurations().isEmpty()));
    }

    public Download download() {
        return special.download();
    }

    public Optional<SimulationKind> calibrated() {
        return special.calibrated();
    }
}
