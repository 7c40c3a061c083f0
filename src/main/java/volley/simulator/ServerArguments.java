package volley.simulator;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import volley.config.Backend;
import volley.config.BadInputException;

/**
 * The command line of {@link SimulatedServerMain}: {@code --name value} or {@code --name=value}. The names are those of
 * the block {@code volley.simulated} in {@code reference.conf}, whose values are the defaults, and the server's own.
 *
 * @param host address to listen on
 * @param port TCP port to listen on; 0 is any free one
 * @param backend whose HTTP surface
 * @param model name in /v1/models
 * @param apiKey key to require, or null
 * @param seed seed of the answers
 * @param cacheReport whether usage tells cached_tokens
 * @param timing the speeds
 */
record ServerArguments(
        String host,
        int port,
        Backend backend,
        String model,
        String apiKey,
        long seed,
        boolean cacheReport,
        SimulatedTiming timing) {
    private static final List<String> OWN = List.of("host", "port", "backend", "model", "api-key", "seed");

    /**
     * Reads the command line.
     *
     * @throws BadInputException for an unknown name or a value that cannot be used
     */
    static ServerArguments parse(List<String> arguments) {
        Config simulated = ConfigFactory.defaultReference().getConfig("volley.simulated");
        Set<String> names = new LinkedHashSet<>(OWN);
        names.addAll(simulated.root().keySet());
        Config given = ConfigFactory.empty();
        for (int k = 0; k < arguments.size(); k++) {
            String argument = arguments.get(k);
            int equals = argument.indexOf('=');
            String name = argument.substring(Math.min(2, argument.length()), equals < 0 ? argument.length() : equals);
            if (!argument.startsWith("--") || !names.contains(name)) {
                throw new BadInputException(argument + " is no option (command line); there are: "
                        + names.stream().map(known -> "--" + known).collect(Collectors.joining(" ")));
            }
            if (equals < 0 && ++k == arguments.size()) {
                throw new BadInputException("--" + name + " has no value (command line); write --" + name + " VALUE");
            }
            String value = equals < 0 ? arguments.get(k) : argument.substring(equals + 1);
            given = given.withValue(name, ConfigValueFactory.fromAnyRef(value, "command line"));
        }
        return from(given.withFallback(simulated));
    }

    private static ServerArguments from(Config config) {
        Backend backend = backend(config.hasPath("backend") ? config.getString("backend") : "sglang");
        try {
            int port = config.hasPath("port") ? config.getInt("port") : backend.defaultPort();
            if (port < 0 || port > 65_535) {
                throw new BadInputException("port is " + port + " (command line); give 0 to 65535");
            }
            return new ServerArguments(
                    config.hasPath("host") ? config.getString("host") : "127.0.0.1",
                    port,
                    backend,
                    config.hasPath("model") ? config.getString("model") : "simulated",
                    config.hasPath("api-key") ? config.getString("api-key") : null,
                    config.hasPath("seed") ? config.getLong("seed") : 1,
                    config.getBoolean("cache-report"),
                    SimulatedTiming.from(config));
        } catch (ConfigException e) {
            throw new BadInputException(e.getMessage() + "; give a value of that type");
        }
    }

    private static Backend backend(String name) {
        return Arrays.stream(Backend.values())
                .filter(known -> known.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        "backend is " + name + " (command line); it must be sglang, vllm or lmdeploy"));
    }
}
