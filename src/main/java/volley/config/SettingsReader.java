package volley.config;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.SortedMap;

/** Reads all parameters: each by its type, then those that contradict one another. */
public final class SettingsReader {
    private SettingsReader() {}

    /**
     * @param systemProperties as given with {@code -D}
     * @throws BadInputException for an unknown name, a malformed value or a contradiction
     */
    public static Settings read(Properties systemProperties) {
        return read(systemProperties, SimulationKind.MULTITURN);
    }

    /**
     * What was given, in a file or as a system property, by its first name without {@code volley.}; secrets as they are.
     *
     * @throws BadInputException for an unknown name or a file that cannot be read
     */
    public static SortedMap<String, String> given(Properties systemProperties, SimulationKind simulation) {
        return ParameterLayers.load(systemProperties, simulation, CalibratedPlan::read)
                .given();
    }

    /**
     * @param simulation which may have defaults of its own
     * @throws BadInputException for an unknown name, a malformed value or a contradiction
     */
    public static Settings read(Properties systemProperties, SimulationKind simulation) {
        Parameters given = ParameterLayers.load(systemProperties, simulation, CalibratedPlan::read);
        ServerSettings server = ServerSettings.read(given);
        SortedMap<String, String> effective = given.effective();
        effective.put("history", server.api().history().name().toLowerCase(Locale.ROOT));
        Settings settings = new Settings(
                server,
                new Settings.Texts(
                        workload(given), Generated.read(given), Settings.Trace.read(given), MediaSettings.read(given)),
                new Settings.Sending(
                        LoadSettings.read(given),
                        requests(given),
                        failures(given),
                        Repetition.read(given),
                        ShardSettings.read(given)),
                new Settings.Reporting(output(given), SloSettings.read(given), lens(given)),
                new Settings.Special(
                        SimulatedSettings.read(given),
                        ComparisonSettings.read(given),
                        new Settings.Download(
                                given.text("download"),
                                given.path("download-path").orElseThrow()),
                        simulation == SimulationKind.CALIBRATE
                                ? Optional.of(CalibratedPlan.read(given))
                                : Optional.empty()),
                effective);
        Contradictions.check(given, settings, simulation);
        ShardContradictions.check(given, settings, simulation);
        return settings;
    }

    private static Settings.Workload workload(Parameters given) {
        OptionalInt conversations = given.optionalInt("num-prompts", 1);
        // of a trace, all is played: its beginning is not like the rest; of a mix, what the time needs
        String dataset = given.text("dataset-name").orElse("");
        boolean whole = dataset.equals(Parameters.TRACE) || dataset.equals(Mix.DATASET);
        if (conversations.isEmpty() && given.isSet("dataset-path") && !whole) {
            conversations = OptionalInt.of(Settings.DEFAULT_CONVERSATIONS);
        }
        return new Settings.Workload(
                given.text("dataset-name").orElseThrow(),
                given.path("dataset-path"),
                conversations,
                !given.isGiven("num-prompts"),
                !given.flag("disable-shuffle"),
                given.optionalInt("fixed-output-len", 4),
                given.text("tokenizer"),
                TemplateSettings.from(given),
                given.text("salt"),
                given.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE));
    }

    private static Settings.Requests requests(Parameters given) {
        return new Settings.Requests(
                !given.flag("disable-stream"),
                !given.flag("disable-ignore-eos"),
                given.text("extra-request-body"),
                given.timeoutSeconds("request-timeout-seconds"),
                (int) given.whole("warmup-requests", 0, 1_000_000),
                given.isSet("client-warmup-seconds")
                        ? Optional.of(given.seconds("client-warmup-seconds"))
                        : Optional.empty(),
                ColdSettings.read(given),
                given.choice("token-stamps", TokenStamps.class),
                given.flag("reasoning-in-history"),
                given.choice("server-ids", ServerIds.class));
    }

    private static Settings.Failures failures(Parameters given) {
        return new Settings.Failures(
                given.timeoutSeconds("first-token-timeout-seconds"),
                (int) given.whole("retry-after", 0, 1_000_000),
                given.seconds("watchdog-seconds"));
    }

    private static Settings.Output output(Parameters given) {
        return new Settings.Output(
                given.path("output-file"),
                given.whole("failure-budget", 0, Long.MAX_VALUE),
                !given.flag("disable-tqdm"),
                given.flag("dry-run"),
                given.path("calibration"),
                given.number("interference-threshold-ms", 0, false, false),
                given.choice(Retokenize.PARAMETER, Retokenize.class),
                given.flag("gatling-report"),
                new Settings.Live(
                        given.seconds("live-interval-seconds"),
                        metricsPort(given),
                        given.text("metrics-host").orElseThrow()));
    }

    private static OptionalInt metricsPort(Parameters given) {
        return given.isSet("metrics-port")
                ? OptionalInt.of((int) given.whole("metrics-port", 0, 65535))
                : OptionalInt.empty();
    }

    private static Settings.Lens lens(Parameters given) {
        return new Settings.Lens(
                given.flag("lens.enabled"),
                given.optionalInt("lens.gpu-tokens", 1),
                given.optionalInt("lens.host-tokens", 1),
                given.optionalInt("lens.page-size", 1));
    }
}
