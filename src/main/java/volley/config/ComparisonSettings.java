package volley.config;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which servers to compare.
 *
 * @param endpoints in their order; empty: the simulated configurations
 * @param repeats runs of each
 * @param rateSeeds how often each rate is computed in virtual time
 * @param smallestPercent smallest difference that matters, per cent
 * @param smallestTtftMs the same of a time to first token, ms
 * @param gpuHourPrice in whatever currency; empty: not told
 */
public record ComparisonSettings(
        List<Endpoint> endpoints,
        int repeats,
        int rateSeeds,
        double smallestPercent,
        double smallestTtftMs,
        OptionalDouble gpuHourPrice) {
    private static final int REPEATS = 3;
    /** They cost no time of a server. */
    private static final int VIRTUAL_REPEATS = 8;

    /** A server under a name of the user's. */
    public record Endpoint(String name, URI baseUrl) {}

    public ComparisonSettings {
        endpoints = List.copyOf(endpoints);
    }

    static ComparisonSettings read(Parameters given) {
        List<Endpoint> endpoints = new ArrayList<>();
        if (given.isSet("endpoints")) {
            Set<String> names = new HashSet<>();
            for (String item : given.text("endpoints").orElseThrow().split(",", -1)) {
                Endpoint endpoint = endpoint(given, item.strip());
                if (!names.add(endpoint.name())) {
                    throw given.bad(
                            "endpoints", "has the name " + endpoint.name() + " twice; give each server one of its own");
                }
                endpoints.add(endpoint);
            }
            if (endpoints.size() < 2) {
                throw given.bad("endpoints", "has one server only; a comparison needs two");
            }
        }
        return new ComparisonSettings(
                endpoints,
                given.optionalInt("repeats", 1).orElse(given.flag("simulate") ? VIRTUAL_REPEATS : REPEATS),
                given.optionalInt("repeats", 1).orElse(REPEATS),
                given.number("smallest-difference-percent", 0, false, false),
                given.number("smallest-difference-ttft-ms", 0, false, false),
                given.isSet("gpu-hour-price")
                        ? OptionalDouble.of(given.number("gpu-hour-price", 0, true, false))
                        : OptionalDouble.empty());
    }

    private static Endpoint endpoint(Parameters given, String item) {
        int equals = item.indexOf('=');
        // the name becomes part of a folder's name and of Gatling's rows
        if (equals > 0 && item.substring(0, equals).matches("[A-Za-z0-9._-]{1,40}")) {
            try {
                return new Endpoint(
                        item.substring(0, equals),
                        ServerAddress.of(item.substring(equals + 1)).root());
            } catch (IllegalArgumentException e) {
                throw given.bad(
                        "endpoints", "has an address at " + item.substring(0, equals) + " that " + e.getMessage());
            }
        }
        throw given.bad(
                "endpoints", "is not a list of name=url such as none=http://10.0.0.7:30000,lpm=http://10.0.0.8:30000");
    }
}
