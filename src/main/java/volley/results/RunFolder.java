package volley.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.os.FreshFolder;

/** Where runs have their folders: Gatling is given it as an argument of its main class; Maven's plugin gives target/gatling. */
public final class RunFolder {
    private static final Logger LOGGER = LoggerFactory.getLogger(RunFolder.class);

    private static final Path MAVEN_RESULTS = Path.of("target", "gatling");
    private static final List<String> RESULTS_OPTIONS = List.of("-rf", "--results-folder");
    private static final String LOG = "simulation.log";

    private RunFolder() {}

    /**
     * Makes a folder like Gatling's, for a run without Gatling.
     *
     * @param simulation its name in folders
     * @throws BadInputException if it cannot be made
     */
    public static Path create(String simulation) {
        Path results = resultsFolder();
        try {
            return FreshFolder.create(results, simulation, InstantSource.system());
        } catch (IOException e) {
            throw new BadInputException("the run's folder cannot be made in " + results + " (" + IoReason.of(e)
                    + "); run where it can, or free the name");
        }
    }

    /** Gatling's results folder, as this process was started. */
    public static Path resultsFolder() {
        return resultsFolder(command());
    }

    /** The words behind the option up to the next one: this way of telling a command has no quotes. */
    static Path resultsFolder(String javaCommand) {
        List<String> words = behindOption(javaCommand);
        List<String> path =
                words.stream().takeWhile(word -> !word.startsWith("-")).toList();
        return path.isEmpty() ? MAVEN_RESULTS : Path.of(String.join(" ", path));
    }

    /**
     * The folder that Gatling has made for a run of this process.
     *
     * @param runId as Gatling names the run
     * @param classes folder of the simulation's classes, beside which Maven's plugin has its results in a project that is not
     *     in the working folder
     * @throws BadInputException if there is none where this process was told to have it
     */
    public static Path ofGatling(String runId, Optional<Path> classes) {
        return ofGatling(command(), runId)
                .or(() -> classes.map(folder -> folder.resolveSibling("gatling").resolve(runId))
                        .filter(folder -> Files.exists(folder.resolve(LOG))))
                .orElseThrow(() -> new BadInputException("Gatling's folder of the run " + runId + " is not in "
                        + resultsFolder() + "; give the results folder as a path without blanks (-rf)"));
    }

    static Optional<Path> ofGatling(String javaCommand, String runId) {
        List<Path> places = new ArrayList<>();
        List<String> words = behindOption(javaCommand);
        for (int end = words.size(); end > 0; end--) {
            places.add(Path.of(String.join(" ", words.subList(0, end))));
        }
        places.add(MAVEN_RESULTS);
        return places.stream()
                .map(place -> place.resolve(runId))
                .filter(folder -> Files.exists(folder.resolve(LOG)))
                .findFirst();
    }

    /** Takes away the folder of a run that was refused before anything was sent, unless more than Gatling's log is in it. */
    public static void discard(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            if (files.allMatch(file -> file.endsWith(LOG))) {
                Files.deleteIfExists(folder.resolve(LOG));
                Files.delete(folder);
            }
        } catch (IOException e) {
            LOGGER.debug("{} is left", folder, e);
        }
    }

    private static List<String> behindOption(String javaCommand) {
        List<String> words = Arrays.asList(javaCommand.split(" ", -1));
        for (int i = 0; i + 1 < words.size(); i++) {
            if (RESULTS_OPTIONS.contains(words.get(i))) {
                return words.subList(i + 1, words.size());
            }
        }
        return List.of();
    }

    private static String command() {
        return System.getProperty("sun.java.command", "");
    }
}
