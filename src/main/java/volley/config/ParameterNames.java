package volley.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses a name that is no parameter: with the reason if the original has such a flag, else with the nearest one. */
final class ParameterNames {
    /** Flags of the original's bench_multiturn for what another name stands for already. */
    static final Map<String, String> ALIASES = Map.of(
            "model-path", "model",
            "lora-path", "lora-name",
            "max-parallel", "max-concurrency",
            "distribution", "arrivals",
            "ready-queue-policy", "order",
            "log-file", "output-file");

    /** An objective's metric and statistic. */
    private static final Pattern OBJECTIVE = Pattern.compile("slo\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    /** The prefix of parameters, in any case, or with another sign than a dot. */
    private static final Pattern OTHER_PREFIX = Pattern.compile("volley[._/-]");

    private ParameterNames() {}

    /** The name in {@code reference.conf} of what may go by another name too. */
    static String canonical(String name) {
        return ALIASES.getOrDefault(name, name);
    }

    /** Why a flag of the original is no parameter here, and what to do instead. */
    static Optional<String> refusal(String name) {
        return RefusedFlags.reason(name);
    }

    /**
     * A system property that was meant to be a parameter: {@code request-rate}, {@code volley_request-rate},
     * {@code volly.request-rate}. One of a single word, such as {@code seed}, may be another program's, unless the command
     * line of Volley gave it.
     *
     * @throws BadInputException naming the parameter
     */
    static void checkPrefix(String key, Set<String> known) {
        String lower = key.toLowerCase(Locale.ROOT);
        boolean volleys = OTHER_PREFIX.matcher(lower).lookingAt() && !key.startsWith(GivenAs.PREFIX);
        String bare = volleys ? lower.substring(GivenAs.PREFIX.length()) : withoutMisspeltPrefix(lower);
        String name = canonical(known.contains(bare) ? bare : bare.replace('_', '-'));
        boolean parameter = known.contains(name) || GivenAs.namedByUser(name);
        boolean clear = GivenAs.flags() || !bare.equals(lower) || name.contains("-") || name.contains(".");
        if (volleys || (parameter && clear)) {
            String meant = parameter ? name : NearestName.of(name, known).orElse("");
            throw new BadInputException("-D" + key + " is not a parameter of Volley"
                    + (meant.isEmpty() ? "" : "; did you mean " + GivenAs.parameter(meant) + "?") + " (see "
                    + GivenAs.help() + ")");
        }
    }

    private static String withoutMisspeltPrefix(String key) {
        int rest = key.indexOf('.') + 1;
        boolean misspelt = rest > 0
                && !key.startsWith(GivenAs.PREFIX)
                && NearestName.of(key.substring(0, rest), Set.of(GivenAs.PREFIX))
                        .isPresent();
        return misspelt ? key.substring(rest) : key;
    }

    /**
     * @param where how the user gave it
     * @throws BadInputException if no such parameter exists
     */
    static void check(String name, String where, Set<String> known) {
        if (known.contains(name)) {
            return;
        }
        if (name.startsWith(GivenAs.HEADERS)) {
            if (!HeaderName.isValid(name.substring(GivenAs.HEADERS.length()))) {
                throw new BadInputException(
                        where + " does not name a header such as header.X-Team: letters, digits, - and _");
            }
            return;
        }
        if (name.startsWith(GivenAs.OBJECTIVES)) {
            if (!OBJECTIVE.matcher(name).matches()) {
                throw new BadInputException(where + " does not name a limit such as slo.ttft.p99");
            }
            return;
        }
        Optional<String> reason = refusal(name);
        if (reason.isPresent()) {
            throw new BadInputException(where + " is not a parameter of Volley: " + reason.get());
        }
        String nearest = NearestName.of(name, known)
                .map(found ->
                        "; the nearest is " + (GivenAs.flags() ? GivenAs.parameter(found) : GivenAs.PREFIX + found))
                .orElse("");
        throw new BadInputException(
                where + " is not a parameter of Volley" + nearest + " (see " + GivenAs.help() + ")");
    }
}
