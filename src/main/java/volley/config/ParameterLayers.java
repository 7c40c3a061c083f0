package volley.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where parameters come from: {@code reference.conf}, over it {@code sample.conf} (when no dataset is named), the simulation's
 * own defaults, a file and system properties. Knows every legal name.
 */
final class ParameterLayers {
    /** Datasets that need no file: without one, they are no run on the samples. */
    static final List<String> GENERATED_DATASETS =
            List.of("random", "generated-shared-prefix", "cache-dial", "synthetic", Mix.DATASET);

    private static final Map<String, Config> RESOURCES = new ConcurrentHashMap<>();

    /** Every parameter with its default. */
    private static final SortedMap<String, ConfigValue> REFERENCE = leaves(resource("reference.conf"));

    /** Those of which an empty value says something: none, where a file or the simulation has one. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("salt", "tag", "find-saturation", "help");

    private ParameterLayers() {}

    /**
     * @param calibrated reads which simulation a calibration is made for, whose defaults it then has
     * @throws BadInputException for an unknown name or a file that cannot be read
     */
    static Parameters load(
            Properties systemProperties, SimulationKind simulation, Function<Parameters, SimulationKind> calibrated) {
        Config reference = resource("reference.conf");
        SortedMap<String, ConfigValue> known = new TreeMap<>(REFERENCE);
        Config given = systemLayer(systemProperties, known);
        if (Parameters.isSet(given, "config")) {
            given = given.withFallback(fileLayer(Parameters.path("config", given.getString("config")), known));
        }
        boolean server = Parameters.isSet(given, "base-url")
                || Parameters.isSet(given, "host")
                || Parameters.isSet(given, "port")
                || Parameters.isSet(given, "endpoints");
        boolean ownTexts =
                Parameters.isSet(given, "dataset-name") && GENERATED_DATASETS.contains(given.getString("dataset-name"));
        boolean dataset = Parameters.isSet(given, "dataset-path") || (server && ownTexts);
        boolean realTime = !Parameters.isSet(given, "simulate")
                || !given.getString("simulate").equalsIgnoreCase("true");
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
        if (Parameters.isSet(all, "dataset-name")) {
            defaults = ofDataset(all.getString("dataset-name"), realTime).withFallback(defaults);
        }
        leaves(given.atKey("volley")).forEach((name, value) -> {
            if (GivenAs.namedByUser(name)) {
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

    /** What the kind of dataset has in place of what a simulation has for conversations without times of their own. */
    private static Config ofDataset(String name, boolean realTime) {
        Config mix = resource("mix.conf");
        return switch (name) {
            case Parameters.TRACE -> block(resource("trace.conf"), "volley");
            case Mix.DATASET -> (realTime ? block(mix, "real-time-run") : ConfigFactory.empty())
                    .withFallback(block(mix, "volley"));
            default -> ConfigFactory.empty();
        };
    }

    private static Config modeFile(SimulationKind simulation) {
        return resource("modes/" + simulation.mode() + ".conf");
    }

    private static Config block(Config file, String name) {
        return file.hasPath(name) ? file.getConfig(name) : ConfigFactory.empty();
    }

    /** Empty if there is no such resource; each is read once, however many settings are made of it. */
    static Config resource(String name) {
        return RESOURCES.computeIfAbsent(
                name, file -> ConfigFactory.parseResources(ParameterLayers.class.getClassLoader(), file));
    }

    private static Config systemLayer(Properties properties, SortedMap<String, ConfigValue> known) {
        TreeMap<String, Object> layer = new TreeMap<>();
        for (String key : properties.stringPropertyNames()) {
            ParameterNames.checkPrefix(key, known.keySet());
            if (key.startsWith(GivenAs.PREFIX)) {
                String name = ParameterNames.canonical(key.substring(GivenAs.PREFIX.length()));
                // one that the command line takes as a flag, and be it only so that the reason is told
                boolean flag = ParameterNames.refusal(name).isPresent() || GivenAs.namedByUser(name);
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
        return ConfigFactory.parseMap(layer, Parameters.SYSTEM_PROPERTY);
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

    /** Whether a value of {@code reference.conf} is a number, a text, …; only for its own test. */
    static SortedMap<String, ConfigValueType> referenceTypes() {
        SortedMap<String, ConfigValueType> types = new TreeMap<>();
        leaves(ConfigFactory.parseResourcesAnySyntax(ParameterLayers.class.getClassLoader(), "reference"))
                .forEach((name, value) -> types.put(name, value.valueType()));
        return types;
    }
}
