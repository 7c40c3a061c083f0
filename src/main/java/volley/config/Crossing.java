package volley.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Parameters given as a list, such as {@code -Dvolley.request-rate=2,4,8}, and their combinations. */
public final class Crossing {
    /** Those a list of which can only mean one run each. Elsewhere a comma may belong to the value. */
    private static final Set<String> CROSSABLE = Set.of(
            "request-rate",
            "arrivals",
            "burstiness",
            "ramp-up-seconds",
            "order",
            "pacing",
            "max-concurrency",
            "think-time-seconds",
            "think-time",
            "mooncake-slowdown-factor",
            "hit-rate",
            "dial-input-len",
            "num-prompts",
            "fixed-output-len",
            "seed",
            "disable-stream",
            "disable-ignore-eos",
            "flush-cache",
            "simulated.base-latency-ms",
            "simulated.prefill-tokens-per-second",
            "simulated.inter-token-ms",
            "simulated.cache-tokens",
            "simulated.stream-interval");

    private Crossing() {}

    /**
     * All combinations of the listed values, by the parameters' names without {@code volley.}; the last name varies
     * fastest. Without a list it is one empty combination.
     *
     * @param systemProperties as given with {@code -D}
     * @throws BadInputException for a list with an empty place, or a value that is there twice
     */
    public static List<SortedMap<String, String>> combinations(Properties systemProperties) {
        List<SortedMap<String, String>> combinations = List.of(new TreeMap<>());
        for (String name : new TreeMap<>(lists(systemProperties)).keySet()) {
            List<SortedMap<String, String>> longer = new ArrayList<>();
            for (SortedMap<String, String> shorter : combinations) {
                for (String value : lists(systemProperties).get(name)) {
                    TreeMap<String, String> one = new TreeMap<>(shorter);
                    one.put(name, value);
                    longer.add(one);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    /** The parameters that may be given as a list, without {@code volley.}. */
    static Set<String> names() {
        return CROSSABLE;
    }

    private static SortedMap<String, List<String>> lists(Properties systemProperties) {
        TreeMap<String, List<String>> lists = new TreeMap<>();
        for (String name : CROSSABLE) {
            String value = systemProperties.getProperty(GivenAs.PREFIX + name, "");
            if (value.contains(",")) {
                List<String> values = List.of(value.split(",", -1)).stream()
                        .map(String::strip)
                        .toList();
                if (values.contains("")) {
                    throw new BadInputException(
                            GivenAs.setting(name, value) + " is a list with an empty place; give values such as 2,4,8");
                }
                Repeated.firstMeant(values).ifPresent(twice -> {
                    throw new BadInputException(GivenAs.setting(name, value) + " has " + twice
                            + " twice, and makes a run of each value; give each once, and repeat runs with "
                            + GivenAs.setting("iterations", "2"));
                });
                lists.put(name, values);
            }
        }
        return lists;
    }
}
