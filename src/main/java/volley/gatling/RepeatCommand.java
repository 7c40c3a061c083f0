package volley.gatling;

import io.gatling.javaapi.core.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.BadInputException;
import volley.report.page.RunPage;

/** The command that repeats a run: the simulation and every parameter as it was given. */
final class RepeatCommand {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatCommand.class);
    /** Its file in the folder of a run. */
    static final String FILE_NAME = RunPage.COMMAND_FILE;

    private static final String PROPERTY = "-D";
    private static final String SIMULATION = "gatling.simulationClass";
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
        simulation.ifPresent(name -> append(command, PROPERTY + SIMULATION + "=" + name));
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (name.startsWith("volley.")) {
                append(command, PROPERTY + name + "=" + properties.getProperty(name));
            }
        }
        return command.append('\n').toString();
    }

    /** Writes it into the folder of a run. Never fails the run. */
    static void write(Path runFolder, String command) {
        try {
            Files.writeString(runFolder.resolve(FILE_NAME), command);
        } catch (IOException e) {
            LOG.error("{} could not be written", FILE_NAME, e);
        }
    }

    /**
     * What a run was given.
     *
     * @param simulation its class
     * @param properties those of Volley
     */
    record Given(String simulation, Properties properties) {}

    /**
     * Reads the command back.
     *
     * @throws BadInputException if the folder has none that names a simulation
     */
    static Given read(Path runFolder) {
        Path file = runFolder.resolve(FILE_NAME);
        Properties all = new Properties();
        try {
            for (String word : words(Files.readString(file).strip())) {
                if (word.startsWith(PROPERTY) && word.contains("=")) {
                    int equals = word.indexOf('=');
                    all.setProperty(word.substring(PROPERTY.length(), equals), word.substring(equals + 1));
                }
            }
        } catch (IOException e) {
            throw new BadInputException(file + " cannot be read (" + e + "), which says what was run");
        }
        if (!(all.remove(SIMULATION) instanceof String simulation)) {
            throw new BadInputException(file + " does not say which simulation was run");
        }
        return new Given(simulation, all);
    }

    /** As a shell parts them, where only apostrophes and backslashes quote. */
    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (c == '\\' && !quoted && i + 1 < line.length()) {
                word.append(line.charAt(++i));
            } else if (c == ' ' && !quoted) {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }

    private static void append(StringBuilder command, String word) {
        command.append(' ').append(word.matches(PLAIN) ? word : "'" + word.replace("'", "'\\''") + "'");
    }
}
