package volley.config;

import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Refuses a name that is no parameter: with the reason if the original has such a flag, else with the nearest one. */
final class ParameterNames {
    /** Flags of the original that are no parameter here, and what to do instead. */
    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("enable-multiturn", "choose the simulation: -Dgatling.simulationClass=volley.Multiturn"),
            Map.entry("apply-chat-template", "the server applies its own template to chat messages"),
            Map.entry("return-logprob", "log-probabilities change what is measured and no figure needs them"),
            Map.entry("sharegpt-context-len", "it has no effect in the original; filter the dataset instead"),
            Map.entry("enable-shared-prefix", "choose the simulation: -Dgatling.simulationClass=volley.SharedPrefix"),
            Map.entry("multi", "it crashes in the original; give a list, such as -Dvolley.request-rate=2,4,8"),
            Map.entry(
                    "request-rate-range",
                    "it crashes in the original; give a list, such as -Dvolley.request-rate=2,4,8"));

    /** Flags of the original's bench_multiturn for what another name stands for already. */
    static final Map<String, String> ALIASES = Map.of(
            "model-path", "model",
            "lora-path", "lora-name",
            "max-parallel", "max-concurrency",
            "distribution", "arrivals",
            "ready-queue-policy", "order",
            "log-file", "output-file");

    private ParameterNames() {}

    /** The name in {@code reference.conf} of what may go by another name too. */
    static String canonical(String name) {
        return ALIASES.getOrDefault(name, name);
    }

    /**
     * @param where how the user gave it
     * @throws BadInputException if no such parameter exists
     */
    static void check(String name, String where, Set<String> known) {
        if (known.contains(name) || name.startsWith(Parameters.OBJECTIVES) || name.startsWith(Parameters.HEADERS)) {
            return;
        }
        String reason = REFUSED.get(name);
        if (reason != null) {
            throw new BadInputException(where + " is not a parameter of Volley: " + reason);
        }
        LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
        String nearest = known.stream()
                .min(Comparator.comparingInt(candidate -> distance.apply(candidate, name)))
                .orElseThrow();
        throw new BadInputException(where + " is not a parameter of Volley; the nearest is volley." + nearest
                + " (see -Dvolley.help=true)");
    }
}
