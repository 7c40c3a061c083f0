package volley.gatling;

import io.gatling.javaapi.core.Simulation;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/** The command that repeats a run: the simulation and every parameter as it was given. */
final class RepeatCommand {
    private static final String PLAIN = "[A-Za-z0-9_@%+=:,./-]+";

    private RepeatCommand() {}

    /** Call while the simulation's constructor runs: Gatling tells its class nowhere else. */
    static String text() {
        Optional<String> simulation = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(Simulation.class::isAssignableFrom)
                        .findFirst()
                        .map(Class::getName));
        return text(simulation, System.getProperties());
    }

    static String text(Optional<String> simulation, Properties properties) {
        StringBuilder command = new StringBuilder("mvn gatling:test");
        simulation.ifPresent(name -> append(command, "-Dgatling.simulationClass=" + name));
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (name.startsWith("volley.")) {
                append(command, "-D" + name + "=" + properties.getProperty(name));
            }
        }
        return command.append('\n').toString();
    }

    private static void append(StringBuilder command, String word) {
        command.append(' ').append(word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'");
    }
}
