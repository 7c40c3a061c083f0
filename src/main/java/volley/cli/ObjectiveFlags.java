package volley.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Objectives as flags: {@code --slo.ttft.p99 500}, also with {@code =}, is {@code -Dvolley.slo.ttft.p99=500}. Their names are
 * the user's, so that the command line cannot list them as options.
 */
final class ObjectiveFlags {
    private static final String FLAG = "--slo.";
    private static final String PROPERTY = "-Dvolley.slo.";

    private ObjectiveFlags() {}

    /** The same arguments with properties in place of such flags. */
    static String[] asProperties(String... args) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith(FLAG)) {
                all.add(args[i]);
            } else if (args[i].contains("=") || i + 1 == args.length) {
                all.add(PROPERTY + args[i].substring(FLAG.length()));
            } else {
                all.add(PROPERTY + args[i].substring(FLAG.length()) + "=" + args[i + 1]);
                i++;
            }
        }
        return all.toArray(String[]::new);
    }
}
