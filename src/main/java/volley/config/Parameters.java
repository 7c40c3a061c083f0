package volley.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The parameters as given: {@code reference.conf}, over it {@code sample.conf} (when no dataset is named), the
 * simulation's own defaults, a file and system properties. Knows every legal name; each reader checks one type and says in one line what is wrong.
 */
final class Parameters {
    private static final String SYSTEM_PROPERTY = "system property";

    /** Datasets that need no file: without one, they are no run on the samples. */
    static final List<String> GENERATED_DATASETS =
            List.of("random", "generated-shared-prefix", "cache-dial", "synthetic");

    /** Those of which an empty value says something: none, where a file or the simulation has one. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("salt", "tag", "find-saturation", "help");

    /** The dataset that has arrival times of its own. */
    static final String TRACE = "mooncake";

    private static final Duration LONGEST = Duration.ofDays(10_000);

    private static final Set<String> ADDRESSES = Set.of("base-url", "host", "endpoints", "server-metrics");

    private final Config values;
    private static final Map<String, Config> RESOURCES = new ConcurrentHashMap<>();

    private final SortedMap<String, ConfigValue> known;
    /** Second names under which parameters were given, by the first. */
    private final Map<String, String> otherNames;

    private Parameters(Config values, SortedMap<String, ConfigValue> known, Map<String, String> otherNames) {
        this.values = values;
        this.known = known;
        this.otherNames = otherNames;
    }

    /**
     * @param calibrated reads which simulation a calibration is made for, whose defaults it then has
     * @throws BadInputException for an unknown name or a file that cannot be read
     */
    static Parameters load(
            Properties systemProperties, SimulationKind simulation, Function<Parameters, SimulationKind> calibrated) {
        Config reference = resource("reference.conf");
        SortedMap<String, ConfigValue> known = leaves(reference);
        Config given = systemLayer(systemProperties, known);
        if (isSet(given, "config")) {
            given = given.withFallback(fileLayer(path("config", given.getString("config")), known));
        }
        boolean server =
                isSet(given, "base-url") || isSet(given, "host") || isSet(given, "port") || isSet(given, "endpoints");
        boolean ownTexts = isSet(given, "dataset-name") && GENERATED_DATASETS.contains(given.getString("dataset-name"));
        boolean dataset = isSet(given, "dataset-path") || (server && ownTexts);
        boolean realTime =
                !isSet(given, "simulate") || !given.getString("simulate").equalsIgnoreCase("true");
        Config every = reference.getConfig("volley");
        Config defaults;
        if (simulation == SimulationKind.CALIBRATE) {
            // the plan's own, but for what a calibration always has
            Parameters named = new Parameters(given.withFallback(every).resolve(), known, Map.of());
            defaults = block(modeFile(simulation), "volley")
                    .withFallback(defaults(calibrated.apply(named), server, realTime, dataset));
        } else {
            defaults = defaults(simulation, server, realTime, dataset);
        }
        Config all = given.withFallback(defaults).withFallback(every);
        if (isSet(all, "dataset-name") && all.getString("dataset-name").equals(TRACE)) {
            // what a simulation has for conversations without times of their own
            defaults = block(resource("trace.conf"), "volley").withFallback(defaults);
        }
        leaves(given.atKey("volley")).forEach((name, value) -> {
            if (name.startsWith(GivenAs.OBJECTIVES) || name.startsWith(GivenAs.HEADERS)) {
                known.put(name, value);
            }
        });
        return new Parameters(
                given.withFallback(defaults).withFallback(every).resolve(), known, otherNames(systemProperties));
    }

    /**
     * What stands over {@code reference.conf} unless it is given, the strongest first: a simulation's defaults where no
     * server is named ({@code simulated-run} of {@code modes/<mode>.conf}; {@code simulated-sample-run} only where no dataset
     * is either, {@code real-time-run} only where the run takes
     * its time, too) and where no dataset is ({@code sample-run}), its defaults everywhere ({@code volley}), and those of
     * every sample ({@code sample.conf}).
     */
    static Config defaults(SimulationKind simulation, boolean server, boolean realTime, boolean dataset) {
        Config file = modeFile(simulation);
        Config none = ConfigFactory.empty();
        return (server || dataset ? none : block(file, "simulated-sample-run"))
                .withFallback(server ? none : block(file, "simulated-run"))
                .withFallback(server || !realTime ? none : block(file, "real-time-run"))
                .withFallback(dataset ? none : block(file, "sample-run"))
                .withFallback(block(file, "volley"))
                .withFallback(dataset ? none : block(resource("sample.conf"), "volley"));
    }

    private static Config modeFile(SimulationKind simulation) {
        return resource("modes/" + simulation.mode() + ".conf");
    }

    private static Config block(Config file, String name) {
        return file.hasPath(name) ? file.getConfig(name) : ConfigFactory.empty();
    }

    /** Empty if there is no such resource; each is read once, however many settings are made of it. */
    private static Config resource(String name) {
        return RESOURCES.computeIfAbsent(
                name, file -> ConfigFactory.parseResources(Parameters.class.getClassLoader(), file));
    }

    private static Config systemLayer(Properties properties, SortedMap<String, ConfigValue> known) {
        TreeMap<String, Object> layer = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(GivenAs.PREFIX)) {
                String name = ParameterNames.canonical(key.substring(GivenAs.PREFIX.length()));
                // one that the command line knows, and takes only so that the reason is told
                boolean flag = ParameterNames.refusal(name).isPresent();
                ParameterNames.check(name, flag ? GivenAs.parameter(name) : "-D" + key, known.keySet());
                String value = properties.getProperty(key).strip();
                if (value.isEmpty() && !MAY_BE_EMPTY.contains(name)) {
                    throw empty(GivenAs.setting(key.substring(GivenAs.PREFIX.length()), ""));
                }
                if (layer.put(name, value) != null) {
                    throw new BadInputException(GivenAs.parameter(key.substring(GivenAs.PREFIX.length()))
                            + " means the same as " + GivenAs.parameter(name) + "; give one of them");
                }
            }
        }
        return ConfigFactory.parseMap(layer, SYSTEM_PROPERTY);
    }

    private static Map<String, String> otherNames(Properties properties) {
        return ParameterNames.ALIASES.keySet().stream()
                .filter(alias -> properties.containsKey(GivenAs.PREFIX + alias))
                .collect(Collectors.toMap(ParameterNames::canonical, alias -> alias));
    }

    private static Config fileLayer(Path file, SortedMap<String, ConfigValue> known) {
        try {
            // A pipe has no more to it than its text; a device may have no end.
            boolean stream = Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
            ConfigParseOptions options = ConfigParseOptions.defaults().setAllowMissing(false);
            Config parsed = stream
                    ? ConfigFactory.parseString(SmallFile.text(file), options.setOriginDescription(file.toString()))
                    : ConfigFactory.parseFile(new File(file.toString()), options);
            return renamed(parsed.resolve(), file, known);
        } catch (ConfigException | IOException e) {
            throw new BadInputException(GivenAs.setting("config", file.toString()) + " cannot be read: "
                    + String.valueOf(e.getMessage())
                            .replaceAll("java\\.[a-zA-Z.]+: ", "")
                            .replaceAll("\\s+", " ")
                    + "; give a HOCON, JSON or properties file");
        }
    }

    private static Config renamed(Config parsed, Path file, SortedMap<String, ConfigValue> known) {
        Config renamed = parsed.hasPath("volley") ? parsed.getConfig("volley") : ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> leaf : leaves(parsed).entrySet()) {
            String name = leaf.getKey();
            String where = file + ": volley." + name;
            String canonical = ParameterNames.canonical(name);
            ParameterNames.check(canonical, where, known.keySet());
            if (leaf.getValue().valueType() == ConfigValueType.LIST) {
                throw new BadInputException(where + " is a list; write its values in one text, such as \"2,4,8\"");
            }
            ConfigValue usual = known.get(canonical);
            if (leaf.getValue().valueType() == ConfigValueType.NULL
                    && usual != null
                    && usual.valueType() != ConfigValueType.NULL) {
                throw new BadInputException(
                        where + " is null, but it always has a value; leave it out for the default");
            }
            if (leaf.getValue().unwrapped() instanceof String text
                    && text.isBlank()
                    && !MAY_BE_EMPTY.contains(canonical)) {
                throw empty(where);
            }
            if (!canonical.equals(name)) {
                renamed = renamed.withoutPath(name).withValue(canonical, renamed.getValue(name));
            }
        }
        for (String name : known.keySet()) {
            if (renamed.hasPath(name) && renamed.getValue(name).valueType() == ConfigValueType.OBJECT) {
                throw new BadInputException(file + ": volley." + name + " is a block; give a value");
            }
        }
        return renamed;
    }

    private static BadInputException empty(String where) {
        return new BadInputException(where + " is empty, as from a shell variable that is not set; give a value, or"
                + " leave it out for the default");
    }

    /** Dotted names below {@code volley} with their values, null ones included. */
    private static SortedMap<String, ConfigValue> leaves(Config config) {
        SortedMap<String, ConfigValue> leaves = new TreeMap<>();
        if (config.hasPath("volley")) {
            collect("", config.getObject("volley"), leaves);
        }
        return leaves;
    }

    private static void collect(String prefix, ConfigObject object, SortedMap<String, ConfigValue> leaves) {
        object.forEach((key, value) -> {
            if (value instanceof ConfigObject nested) {
                collect(prefix + key + ".", nested, leaves);
            } else {
                leaves.put(prefix + key, value);
            }
        });
    }

    private static boolean isSet(Config config, String name) {
        return config.hasPath(name) && !config.getString(name).isEmpty();
    }

    boolean isSet(String name) {
        require(name);
        return isSet(values, name);
    }

    /** Whether the user gave it, in a file or as a system property. */
    boolean isGiven(String name) {
        require(name);
        return isSet(values, name) && values.getValue(name).origin().resource() == null;
    }

    Optional<String> text(String name) {
        return isSet(name) ? Optional.of(values.getString(name)) : Optional.empty();
    }

    Optional<Path> path(String name) {
        return text(name).map(text -> path(name, text));
    }

    private static Path path(String name, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new BadInputException(GivenAs.parameter(name) + " is no path: " + e.getReason());
        }
    }

    boolean flag(String name) {
        return choice(name, Map.of("true", true, "false", false));
    }

    <E extends Enum<E>> E choice(String name, Class<E> type) {
        return choice(
                name,
                Arrays.stream(type.getEnumConstants())
                        .collect(Collectors.toMap(
                                value -> value.name().toLowerCase(Locale.ROOT).replace('_', '-'), value -> value)));
    }

    private <V> V choice(String name, Map<String, V> choices) {
        // SGLang's own values have underscores, such as write_through
        String given = text(name).orElse("").toLowerCase(Locale.ROOT).replace('_', '-');
        V value = choices.get(given);
        if (value == null) {
            throw bad(name, "is not one of " + String.join(", ", new TreeMap<>(choices).keySet()));
        }
        return value;
    }

    OptionalInt optionalInt(String name, int least) {
        return isSet(name) ? OptionalInt.of((int) whole(name, least, Integer.MAX_VALUE)) : OptionalInt.empty();
    }

    long whole(String name, long least, long most) {
        OptionalLong value = Decimal.whole(values.getString(name));
        if (value.isPresent() && value.getAsLong() >= least && value.getAsLong() <= most) {
            return value.getAsLong();
        }
        throw bad(name, "is not a whole number from " + least + (most < Integer.MAX_VALUE ? " to " + most : " up"));
    }

    /**
     * A number from {@code least} up.
     *
     * @param infinite whether {@code inf} is one
     */
    double number(String name, double least, boolean exclusive, boolean infinite) {
        String given = values.getString(name);
        if (infinite && (given.equals("inf") || given.equals("infinity"))) {
            return Double.POSITIVE_INFINITY;
        }
        OptionalDouble value = Decimal.number(given);
        if (value.isPresent() && (exclusive ? value.getAsDouble() > least : value.getAsDouble() >= least)) {
            return value.getAsDouble();
        }
        throw bad(
                name,
                "is not a number " + (exclusive ? "above " : "from ") + (long) least + (exclusive ? "" : " up")
                        + (infinite ? ", nor inf" : ""));
    }

    /** A duration from 0 up. */
    Duration seconds(String name) {
        return ofMilliseconds(name, number(name, 0, false, false) * 1e3);
    }

    Duration secondsAboveZero(String name) {
        return ofMilliseconds(name, number(name, 0, true, false) * 1e3);
    }

    /** A duration from 0 up. */
    Duration milliseconds(String name) {
        return ofMilliseconds(name, number(name, 0, false, false));
    }

    /** A duration above 0; infinite: none. */
    Optional<Duration> timeoutSeconds(String name) {
        double seconds = number(name, 0, true, true);
        return Double.isInfinite(seconds) ? Optional.empty() : Optional.of(ofMilliseconds(name, seconds * 1e3));
    }

    /** Moments are counted in ns, in 64 bits: what is added to one must leave room. */
    private Duration ofMilliseconds(String name, double milliseconds) {
        if (milliseconds > LONGEST.toMillis()) {
            throw bad(name, "is more than " + LONGEST.toDays() + " days");
        }
        return Duration.ofNanos(Math.round(milliseconds * 1e6));
    }

    /** A list of numbers above {@code least}, parted by commas. */
    List<Double> numbers(String name, double least) {
        List<Double> numbers = new ArrayList<>();
        for (String item : values.getString(name).split(",", -1)) {
            OptionalDouble value = Decimal.number(item.strip());
            if (value.isEmpty() || value.getAsDouble() <= least) {
                throw bad(name, "is not a list of numbers above " + (long) least + " such as 16,8,4");
            }
            numbers.add(value.getAsDouble());
        }
        return numbers;
    }

    /** @throws BadInputException naming both, if one is given beside the other */
    void refuseBeside(String name, String other) {
        if (isGiven(name)) {
            throw bad(name, "contradicts " + GivenAs.parameter(other) + "; give one of them");
        }
    }

    BadInputException bad(String name, String what) {
        return new BadInputException(asGiven(name) + " " + what + "; see " + GivenAs.help());
    }

    /** A parameter and its value, as and where the user wrote them. */
    private String asGiven(String name) {
        String given = values.hasPath(name) ? values.getString(name) : "";
        String value = name.startsWith(GivenAs.HEADERS)
                ? "***"
                : ADDRESSES.contains(name) ? ServerAddress.refused(given) : ServerAddress.masked(given);
        if (!values.hasPath(name)) {
            return GivenAs.flags() ? GivenAs.parameter(name) : GivenAs.PREFIX + name + "= (default)";
        }
        ConfigOrigin origin = values.getValue(name).origin();
        if (GivenAs.flags() && origin.description().equals(SYSTEM_PROPERTY)) {
            return GivenAs.setting(otherNames.getOrDefault(name, name), value);
        }
        if (GivenAs.flags() && origin.resource() != null) {
            return GivenAs.setting(name, value) + " (the default)";
        }
        return GivenAs.PREFIX + name + "=" + value + " (" + origin.description() + ")";
    }

    /** Names of the objectives given, such as {@code slo.ttft.p99}. */
    List<String> objectives() {
        return known.keySet().stream()
                .filter(name -> name.startsWith(GivenAs.OBJECTIVES))
                .toList();
    }

    /** Names of the headers given, such as {@code header.X-Team}. */
    List<String> headers() {
        return known.keySet().stream()
                .filter(name -> name.startsWith(GivenAs.HEADERS))
                .toList();
    }

    /** Every parameter that has a value, by its name without {@code volley.}. */
    SortedMap<String, String> effective() {
        SortedMap<String, String> effective = new TreeMap<>();
        for (String name : known.keySet()) {
            text(name)
                    .ifPresent(value -> effective.put(
                            name, name.startsWith(GivenAs.HEADERS) ? "***" : ServerAddress.masked(value)));
        }
        return effective;
    }

    private void require(String name) {
        if (!known.containsKey(name)) {
            throw new IllegalArgumentException("volley." + name + " is not in reference.conf");
        }
    }

    /** Whether a value of {@code reference.conf} is a number, a text, …; only for its own test. */
    static SortedMap<String, ConfigValueType> referenceTypes() {
        SortedMap<String, ConfigValueType> types = new TreeMap<>();
        leaves(ConfigFactory.parseResourcesAnySyntax(Parameters.class.getClassLoader(), "reference"))
                .forEach((name, value) -> types.put(name, value.valueType()));
        return types;
    }
}
