package volley.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.BadInputException;
import volley.config.BundledFiles;
import volley.config.IoReason;
import volley.config.PathParameters;
import volley.config.PlayedSimulation;
import volley.config.RequestHeaders;
import volley.report.page.CommandFile;

/** The command that repeats a run: the simulation and every parameter as it was given. */
public final class RepeatCommand {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatCommand.class);
    /** Its file in the folder of a run. */
    public static final String FILE_NAME = CommandFile.NAME;

    private static final String PROPERTY = "-D";
    private static final String SIMULATION = "gatling.simulationClass";

    private RepeatCommand() {}

    static String text(PlayedSimulation simulation, Properties properties) {
        StringBuilder command = new StringBuilder("mvn gatling:test");
        append(command, PROPERTY + SIMULATION + "=" + simulation.className());
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (name.startsWith("volley.")) {
                append(command, PROPERTY + name + "=" + RequestHeaders.shown(name, properties.getProperty(name)));
            }
        }
        return command.append('\n').toString();
    }

    /**
     * Writes it into the folder of a run, as it is to be given in the checkout: paths are absolute if the run stands
     * elsewhere. Never fails the run.
     */
    public static void write(Path runFolder, PlayedSimulation simulation) {
        Properties given = System.getProperties();
        write(runFolder, simulation, BundledFiles.standsInCheckout() ? given : PathParameters.absolute(given));
    }

    /** @param properties as they were given */
    public static void write(Path runFolder, PlayedSimulation simulation, Properties properties) {
        try {
            Files.writeString(runFolder.resolve(FILE_NAME), text(simulation, properties));
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
    public record Given(String simulation, Properties properties) {}

    /**
     * Reads the command back.
     *
     * @throws BadInputException if the folder has none that names a simulation
     */
    public static Given read(Path runFolder) {
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
            throw new BadInputException(file + " cannot be read (" + IoReason.of(e) + "), which says what was run");
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
        command.append(' ').append(ShellWord.of(word));
    }
}
