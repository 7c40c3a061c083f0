package volley.cli;

import java.util.ArrayList;
import java.util.List;
import volley.config.GivenAs;

/**
 * Flags whose names are the user's in part, so that the command line cannot list them as options: {@code --slo.ttft.p99 500},
 * {@code --header.X-Team red}, also with {@code =}. Each is the property of the same name.
 */
final class NamedFlags {
    private static final String FLAG = "--";
    private static final String PROPERTY = "-Dvolley.";

    private NamedFlags() {}

    /** The same arguments with properties in place of such flags; one without a value stays as it is. */
    static String[] asProperties(String... args) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            String name = args[i].startsWith(FLAG) ? args[i].substring(FLAG.length()) : "";
            boolean value = i + 1 < args.length && !args[i + 1].startsWith(FLAG);
            if (!GivenAs.namedByUser(name) || !(name.contains("=") || value)) {
                all.add(args[i]);
            } else if (name.contains("=")) {
                all.add(PROPERTY + name);
            } else {
                all.add(PROPERTY + name + "=" + args[i + 1]);
                i++;
            }
        }
        return all.toArray(String[]::new);
    }
}
