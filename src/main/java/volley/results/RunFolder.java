package volley.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import volley.config.BadInputException;

/**
 * The folder Gatling made for this run, which it tells nobody: the newest one of this simulation in the results folder.
 * It exists once virtual users run.
 */
public final class RunFolder {
    private static final Path MAVEN_RESULTS = Path.of("target", "gatling");
    private static final List<String> RESULTS_OPTIONS = List.of("-rf", "--results-folder");

    private RunFolder() {}

    /** @param simulation name of the simulation class without package, in lower case */
    public static Path find(String simulation) {
        return find(resultsFolder(), simulation);
    }

    /** Gatling's results folder. */
    public static Path resultsFolder() {
        return resultsFolder(System.getProperty("sun.java.command", ""));
    }

    /**
     * Makes a folder like Gatling's, for a run without Gatling.
     *
     * @throws BadInputException if it cannot be made
     */
    public static Path create(String simulation) {
        String time =
                DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS", Locale.ROOT).format(LocalDateTime.now(ZoneOffset.UTC));
        Path folder = resultsFolder(System.getProperty("sun.java.command", "")).resolve(simulation + "-" + time);
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new BadInputException(
                    "the results folder " + folder + " cannot be made (" + e + "); run where it can, or free the name");
        }
    }

    public static Path find(Path results, String simulation) {
        try (Stream<Path> runs = Files.list(results)) {
            return runs.filter(run -> run.getFileName().toString().matches(simulation + "-\\d{17}"))
                    .max(Comparator.comparing(run -> run.getFileName().toString()))
                    .orElseThrow(() -> new IllegalStateException("no run of " + simulation + " in " + results));
        } catch (IOException e) {
            throw new IllegalStateException("Gatling's results folder " + results + " cannot be read", e);
        }
    }

    /** Gatling is given the folder as an argument of its main class; Maven's plugin gives target/gatling. */
    public static Path resultsFolder(String javaCommand) {
        String[] words = javaCommand.split(" ");
        for (int i = 0; i + 1 < words.length; i++) {
            if (RESULTS_OPTIONS.contains(words[i])) {
                return Path.of(words[i + 1]);
            }
        }
        return MAVEN_RESULTS;
    }
}
