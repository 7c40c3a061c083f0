package volley.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The parameters as given: {@code reference.conf}, over it {@code sample.conf} (when no dataset is named), the
 * simulation's own defaults, a file and system properties. Knows every legal name; each reader checks one type and says in one line what is wrong.
 */
final class Parameters {
    static final String PREFIX = "volley.";
    /** Parameters below it are named by the user: one for each objective. */
    static final String OBJECTIVES = "slo.";

    /** As {@link #OBJECTIVES}: one for each header of a request. Their values are secrets. */
    static final String HEADERS = "header.";

    /** Datasets that need no file: without one, they are no run on the samples. */
    static final List<String> GENERATED_DATASETS = List.of("random", "generated-shared-prefix", "synthetic");

    private final Config values;
    private final SortedMap<String, ConfigValue> known;

    private Parameters(Config values, SortedMap<String, ConfigValue> known) {
        this.values = values;
        this.known = known;
    }

    /** @throws BadInputException for an unknown name or a file that cannot be read */
    static Parameters load(Properties systemProperties, SimulationKind simulation) {
        Config reference = ConfigFactory.parseResourcesAnySyntax(Parameters.class.getClassLoader(), "reference");
        SortedMap<String, ConfigValue> known = leaves(reference);
        Config given = systemLayer(systemProperties, known);
        if (isSet(given, "config")) {
            given = given.withFallback(fileLayer(Path.of(given.getString("config")), known));
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
            Parameters named = new Parameters(given.withFallback(every).resolve(), known);
            defaults = block(modeFile(simulation), "volley")
                    .withFallback(defaults(CalibratedPlan.read(named), server, realTime, dataset));
        } else {
            defaults = defaults(simulation, server, realTime, dataset);
        }
        leaves(given.atKey("volley")).forEach((name, value) -> {
            if (name.startsWith(OBJECTIVES) || name.startsWith(HEADERS)) {
                known.put(name, value);
            }
        });
        return new Parameters(given.withFallback(defaults).withFallback(every).resolve(), known);
    }

    /**
     * What stands over {@code reference.conf} unless it is given, the strongest first: a simulation's defaults where no
     * server is named ({@code simulated-run} of {@code modes/<mode>.conf}; {@code real-time-run} only where the run takes
     * its time, too) and where no dataset is ({@code sample-run}), its defaults everywhere ({@code volley}), and those of
     * every sample ({@code sample.conf}).
     */
    static Config defaults(SimulationKind simulation, boolean server, boolean realTime, boolean dataset) {
        Config file = modeFile(simulation);
        Config none = ConfigFactory.empty();
        return (server ? none : block(file, "simulated-run"))
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

    /** Empty if there is no such resource. */
    private static Config resource(String name) {
        return ConfigFactory.parseResources(Parameters.class.getClassLoader(), name);
    }

    private static Config systemLayer(Properties properties, SortedMap<String, ConfigValue> known) {
        TreeMap<String, Object> layer = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(PREFIX)) {
                String name = ParameterNames.canonical(key.substring(PREFIX.length()));
                ParameterNames.check(name, "-D" + key, known.keySet());
                if (layer.put(name, properties.getProperty(key).strip()) != null) {
                    throw new BadInputException(
                            "-D" + key + " means the same as -D" + PREFIX + name + "; give one of them");
                }
            }
        }
        return ConfigFactory.parseMap(layer, "system property");
    }

    private static Config fileLayer(Path file, SortedMap<String, ConfigValue> known) {
        Config parsed;
        try {
            parsed = ConfigFactory.parseFile(
                    new File(file.toString()), ConfigParseOptions.defaults().setAllowMissing(false));
        } catch (ConfigException e) {
            throw new BadInputException("-Dvolley.config=" + file + " cannot be read: "
                    + e.getMessage().replace('\n', ' ') + "; give a HOCON, JSON or properties file");
        }
        Config renamed = parsed.hasPath("volley") ? parsed.getConfig("volley") : ConfigFactory.empty();
        for (String name : leaves(parsed).keySet()) {
            String canonical = ParameterNames.canonical(name);
            ParameterNames.check(canonical, file + ": volley." + name, known.keySet());
            if (!canonical.equals(name)) {
                renamed = renamed.withoutPath(name).withValue(canonical, renamed.getValue(name));
            }
        }
        return renamed;
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
        return text(name).map(Path::of);
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
        try {
            long value = Long.parseLong(values.getString(name));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the range
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
        try {
            double value = Double.parseDouble(given);
            if (Double.isFinite(value) && (exclusive ? value > least : value >= least)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // said below, with the range
        }
        throw bad(
                name,
                "is not a number " + (exclusive ? "above " : "from ") + (long) least + (exclusive ? "" : " up")
                        + (infinite ? ", nor inf" : ""));
    }

    /** A duration from 0 up. */
    Duration seconds(String name) {
        return ofMilliseconds(number(name, 0, false, false) * 1e3);
    }

    Duration secondsAboveZero(String name) {
        return ofMilliseconds(number(name, 0, true, false) * 1e3);
    }

    /** A duration from 0 up. */
    Duration milliseconds(String name) {
        return ofMilliseconds(number(name, 0, false, false));
    }

    /** A duration above 0; infinite: none. */
    Optional<Duration> timeoutSeconds(String name) {
        double seconds = number(name, 0, true, true);
        return Double.isInfinite(seconds) ? Optional.empty() : Optional.of(ofMilliseconds(seconds * 1e3));
    }

    private static Duration ofMilliseconds(double milliseconds) {
        return Duration.ofNanos(Math.round(milliseconds * 1e6));
    }

    /** A list of numbers above {@code least}, parted by commas. */
    List<Double> numbers(String name, double least) {
        List<Double> numbers = new ArrayList<>();
        for (String item : values.getString(name).split(",", -1)) {
            try {
                double value = Double.parseDouble(item.strip());
                if (Double.isFinite(value) && value > least) {
                    numbers.add(value);
                    continue;
                }
            } catch (NumberFormatException e) {
                // said below, with the range
            }
            throw bad(name, "is not a list of numbers above " + (long) least + " such as 16,8,4");
        }
        return numbers;
    }

    BadInputException bad(String name, String what) {
        String given = name.startsWith(HEADERS) ? "***" : values.hasPath(name) ? values.getString(name) : "";
        String where = values.hasPath(name) ? values.getValue(name).origin().description() : "default";
        return new BadInputException("volley." + name + "=" + ServerAddress.masked(given) + " (" + where + ") " + what
                + "; see -Dvolley.help=true");
    }

    /** Names of the objectives given, such as {@code slo.ttft.p99}. */
    List<String> objectives() {
        return known.keySet().stream()
                .filter(name -> name.startsWith(OBJECTIVES))
                .toList();
    }

    /** Names of the headers given, such as {@code header.X-Team}. */
    List<String> headers() {
        return known.keySet().stream().filter(name -> name.startsWith(HEADERS)).toList();
    }

    /** Every parameter that has a value, by its name without {@code volley.}. */
    SortedMap<String, String> effective() {
        SortedMap<String, String> effective = new TreeMap<>();
        for (String name : known.keySet()) {
            text(name)
                    .ifPresent(value ->
                            effective.put(name, name.startsWith(HEADERS) ? "***" : ServerAddress.masked(value)));
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
