package volley.gatling;

import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.report.page.RunPage;

/** The command that repeats a run: the simulation and every parameter as it was given. */
final class RepeatCommand {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatCommand.class);
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

    /** Writes it into the folder of a run. Never fails the run. */
    static void write(Path runFolder, String command) {
        try {
            Files.writeString(runFolder.resolve(RunPage.COMMAND_FILE), command);
        } catch (IOException e) {
            LOG.error("{} could not be written", RunPage.COMMAND_FILE, e);
        }
    }

    private static void append(StringBuilder command, String word) {
        command.append(' ').append(word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'");
    }
}
