package volley.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The list of all parameters for {@code -Dvolley.help=true}, made from the comments of {@code reference.conf}. */
public final class ParameterHelp {
    private ParameterHelp() {}

    /** Each parameter as {@code -Dvolley.name} with its default and its meaning, in the order of the file. */
    public static String text() {
        Config reference = ParameterLayers.resource("reference.conf");
        StringBuilder text = new StringBuilder("Parameters of Volley, given as -Dvolley.<name>=<value>:\n");
        append(text, GivenAs.PREFIX, reference.getObject("volley"));
        return text.toString();
    }

    /** Why a flag of the original is no parameter here, and what to do instead; empty for any other name. */
    public static Optional<String> refusal(String flag) {
        return ParameterNames.refusal(flag);
    }

    /**
     * Every parameter by its name, in the order of the file; after them those that have a second name, by that.
     *
     * @param simulation for the defaults of its own
     */
    public static Map<String, Parameter> byName(SimulationKind simulation) {
        Config reference = ParameterLayers.resource("reference.conf");
        List<Parameter> all = new ArrayList<>();
        collect(
                all,
                "",
                reference.getObject("volley"),
                List.of(
                        ParameterLayers.defaults(simulation, true, true, true),
                        ParameterLayers.defaults(simulation, true, true, false),
                        ParameterLayers.defaults(simulation, false, true, true)));
        Map<String, Parameter> byName = new LinkedHashMap<>();
        all.forEach(parameter -> byName.put(parameter.name(), parameter));
        ParameterNames.ALIASES.forEach((alias, name) -> byName.put(alias, byName.get(name)));
        return byName;
    }

    /** @param defaults over the file's: in general, on the samples, against the simulated server */
    private static void collect(List<Parameter> all, String prefix, ConfigObject object, List<Config> defaults) {
        object.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> line(entry.getValue())))
                .forEach(entry -> {
                    ConfigValue value = entry.getValue();
                    String name = prefix + entry.getKey();
                    if (value instanceof ConfigObject nested) {
                        collect(all, name + ".", nested, defaults);
                    } else {
                        List<String> shown = defaults.stream()
                                .map(each -> shown(each.hasPath(name) ? each.getValue(name) : value))
                                .toList();
                        all.add(new Parameter(
                                name,
                                shown.get(0),
                                Optional.of(shown.get(1)).filter(other -> !other.equals(shown.get(0))),
                                Optional.of(shown.get(2)).filter(other -> !other.equals(shown.get(0))),
                                String.join(" ", comments(value)),
                                value.valueType() == ConfigValueType.BOOLEAN));
                    }
                });
    }

    private static List<String> comments(ConfigValue value) {
        return value.origin().comments().stream()
                .filter(comment -> !comment.startsWith(" ----"))
                .map(String::strip)
                .toList();
    }

    private static void append(StringBuilder text, String prefix, ConfigObject object) {
        object.entrySet().stream()
                .sorted(Comparator.comparingInt(entry -> line(entry.getValue())))
                .forEach(entry -> append(text, prefix, entry));
    }

    private static void append(StringBuilder text, String prefix, Map.Entry<String, ConfigValue> entry) {
        String name = prefix + entry.getKey();
        if (entry.getValue() instanceof ConfigObject nested && !nested.isEmpty()) {
            append(text, name + ".", nested);
            return;
        }
        text.append("\n  ")
                .append(name)
                .append("  (default: ")
                .append(shown(entry.getValue()))
                .append(")\n");
        for (String comment : entry.getValue().origin().comments()) {
            if (!comment.startsWith(" ----")) {
                text.append("     ").append(comment.replace("`", "")).append('\n');
            }
        }
    }

    private static String shown(ConfigValue value) {
        return value.unwrapped() == null
                ? Parameter.NOT_SET
                : value.render(ConfigRenderOptions.concise()).replace("\"", "");
    }

    private static int line(ConfigValue value) {
        return value.origin().lineNumber();
    }
}
