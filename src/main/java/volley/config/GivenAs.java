package volley.config;

import java.util.function.Supplier;

/**
 * How the user writes a parameter: as a flag of {@code bin/volley} where that started this process, else as a system
 * property. Every text that tells a user what to give is made with it.
 */
public final class GivenAs {
    /** System property by which {@code bin/volley} says which of its commands started this process. */
    public static final String COMMAND_PROPERTY = "launcher.command";

    /** Environment variable with more options of the JVM of a run that a command starts, parted by blanks. */
    public static final String JVM_ARGS = "JVM_ARGS";

    /** Begins the system property of every parameter. */
    static final String PREFIX = "volley.";

    /** Parameters below it are named by the user: one for each objective. */
    static final String OBJECTIVES = "slo.";

    /** As {@link #OBJECTIVES}: one for each header of a request. Their values are secrets. */
    static final String HEADERS = "header.";

    private static final String PROPERTY = "-D" + PREFIX;
    private static final String FLAG = "--";
    private static final String LAUNCHER = "bin/volley ";

    private GivenAs() {}

    /** Whether it is a parameter whose name is the user's in part, such as {@code slo.ttft.p99} or {@code header.X-Team}. */
    public static boolean namedByUser(String name) {
        return name.startsWith(OBJECTIVES) || name.startsWith(HEADERS);
    }

    /** Whether parameters are flags here. */
    static boolean flags() {
        return System.getProperty(COMMAND_PROPERTY) != null;
    }

    /** Whether one of the original's commands started this process. */
    public static boolean commandOfOriginal() {
        return System.getProperty(COMMAND_PROPERTY, "").startsWith("bench_");
    }

    /** Does a step as the run that a command starts would, whose messages name flags. */
    public static <T> T flagsOf(String command, Supplier<T> step) {
        String before = System.getProperty(COMMAND_PROPERTY);
        System.setProperty(COMMAND_PROPERTY, command);
        try {
            return step.get();
        } finally {
            if (before == null) {
                System.clearProperty(COMMAND_PROPERTY);
            } else {
                System.setProperty(COMMAND_PROPERTY, before);
            }
        }
    }

    /**
     * A parameter, such as {@code --request-rate}.
     *
     * @param name without {@code volley.}
     */
    public static String parameter(String name) {
        if (name.equals("dataset-path")
                && System.getProperty(COMMAND_PROPERTY, "").equals("dataset")) {
            return "FILE";
        }
        return (flags() ? FLAG : PROPERTY) + name;
    }

    /**
     * A parameter with a value, such as {@code --order strict}.
     *
     * @param name without {@code volley.}
     */
    public static String setting(String name, String value) {
        if (!flags()) {
            return PROPERTY + name + "=" + value;
        }
        return value.equals("true") ? FLAG + name : FLAG + name + " " + (value.isEmpty() ? "''" : value);
    }

    /** What runs another simulation, such as {@code bin/volley single-turn}. */
    public static String running(SimulationKind kind) {
        return flags() ? LAUNCHER + kind.command() : "-Dgatling.simulationClass=" + kind.simulation();
    }

    /** A simulation's name, such as {@code single-turn}. */
    public static String name(SimulationKind kind) {
        return flags() ? LAUNCHER + kind.command() : kind.simulation();
    }

    /** Where options of the run's JVM are given, such as {@code -Xmx2G}. */
    public static String jvmOptions() {
        return flags() ? "the environment's " + JVM_ARGS : "-Dgatling.jvmArgs";
    }

    /** What lists all parameters. */
    public static String help() {
        return flags() ? LAUNCHER + System.getProperty(COMMAND_PROPERTY) + " --help" : PROPERTY + "help=true";
    }
}
