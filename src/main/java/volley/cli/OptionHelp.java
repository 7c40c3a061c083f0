package volley.cli;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import volley.config.Parameter;
import volley.config.SimulationKind;

/**
 * What the help says of a parameter: its text in {@code reference.conf} in the language of the command line, where
 * parameters are flags and simulations are commands, and its defaults.
 */
final class OptionHelp {
    private static final Pattern PROPERTY = Pattern.compile("-Dvolley\\.([\\w.-]*\\w)(?:=([^\\s),]+))?");
    private static final Pattern SIMULATION = Pattern.compile("volley\\.([A-Z]\\w+)");
    private static final Pattern OWN_DEFAULT = Pattern.compile("\\s*Default: .*?\\.(?=\\s|$)");

    /**
     * A name in backquotes; or what could be a name of several words, which is known when it is seen. A name of one plain word is
     * marked in the text by backquotes.
     */
    private static final Pattern NAME = Pattern.compile(
            "`([\\w.-]+)(?:=([\\w.-]+))?`|(?<![\\w{.-])([\\w.]*\\w-[\\w.-]*\\w)(?:=([\\w-]+))?(?![\\w}-])");

    private final Map<String, Parameter> parameters;

    /** @param parameters all, by name */
    OptionHelp(Map<String, Parameter> parameters) {
        this.parameters = parameters;
    }

    /** One line, without a break. */
    String of(String name) {
        Parameter parameter = parameters.get(name);
        boolean hasDefault = !parameter.defaultValue().equals(Parameter.NOT_SET);
        String text =
                hasDefault ? OWN_DEFAULT.matcher(parameter.description()).replaceAll("") : parameter.description();
        return flags(text) + defaults(parameter, hasDefault);
    }

    private static String defaults(Parameter parameter, boolean hasDefault) {
        String general = hasDefault ? " Default: " + parameter.defaultValue() : "";
        String sample = parameter
                .onSample()
                .map(value -> "on the bundled sample " + value)
                .orElse("");
        String simulated = parameter
                .onSimulatedServer()
                .map(value -> "with the simulated server " + value)
                .orElse("");
        String special = sample + (sample.isEmpty() || simulated.isEmpty() ? "" : "; ") + simulated;
        if (special.isEmpty()) {
            return general.isEmpty() ? "" : general + ".";
        }
        return general.isEmpty()
                ? " " + Character.toUpperCase(special.charAt(0)) + special.substring(1) + "."
                : general + "; " + special + ".";
    }

    private String flags(String text) {
        String flags = PROPERTY.matcher(text).replaceAll(found -> flag(found, 1, 2));
        flags = NAME.matcher(flags).replaceAll(this::named);
        return SIMULATION.matcher(flags).replaceAll(found -> SimulationKind.ofClass(found.group())
                .map(SimulationKind::command)
                .orElse(found.group()));
    }

    private String named(MatchResult found) {
        if (found.group(1) != null) {
            return flag(found, 1, 2);
        }
        return parameters.containsKey(found.group(3)) ? flag(found, 3, 4) : Matcher.quoteReplacement(found.group());
    }

    private static String flag(MatchResult found, int name, int value) {
        String given = found.group(value);
        return "--" + found.group(name) + (given == null || given.equals("true") ? "" : " " + given);
    }
}
