package volley.trials;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.IoReason;
import volley.os.LauncherWatch;

/**
 * Runs a simulation in a process like this one: same Java, same options, same class path. It ends when this one is gone.
 */
final class TrialProcess {
    private static final String GATLING = "io.gatling.app.Gatling";
    private static final String PREFIX = "volley.";
    private static final int LAST_LINES = 5;
    /** Gatling's folder, a server's, {@code repeats}, a repeat's, a rate's, and the file in it. */
    private static final int DEEPEST_SUMMARY = 6;

    private final String simulationClass;
    private final Properties given;

    /**
     * @param simulationClass name of the class
     * @param given this process's system properties
     */
    TrialProcess(String simulationClass, Properties given) {
        this.simulationClass = simulationClass;
        this.given = given;
    }

    /**
     * How a run ended, and where its results are.
     *
     * @param gatlings folder of the run
     * @param results that folder, or those in it of a sweep's rates or a comparison's runs; never empty
     */
    record Ended(int exitCode, Path gatlings, List<Path> results) {}

    /**
     * Runs it to its end.
     *
     * @param parameters beyond those given, by name without {@code volley.}
     * @param folder made for it: Gatling's folder and {@code log.txt} with everything it printed
     * @param stop of the series
     * @throws SeriesStop.StoppedException if it was stopped by a signal
     * @throws BadInputException if it ended without results: with the last lines that it printed
     */
    Ended run(Map<String, String> parameters, Path folder, SeriesStop stop) {
        try {
            Files.createDirectories(folder);
            Path log = folder.resolve("log.txt");
            Process process = new ProcessBuilder(command(parameters, folder))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            int exitCode = stop.await(process);
            List<Path> results = results(folder, log, exitCode);
            return new Ended(
                    exitCode, folder.resolve(folder.relativize(results.get(0)).getName(0)), results);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BadInputException("a run was interrupted; what it had finished is in its folder");
        } catch (IOException e) {
            throw new BadInputException("a run could not be made in " + folder + ": " + IoReason.of(e)
                    + "; make the folder writable or choose another");
        }
    }

    private static List<Path> results(Path folder, Path log, int exitCode) throws IOException {
        try (Stream<Path> files = Files.walk(folder, DEEPEST_SUMMARY)) {
            List<Path> found = files.filter(file -> file.endsWith(TrialScores.FILE_NAME))
                    .map(Path::getParent)
                    .sorted()
                    .toList();
            if (!found.isEmpty()) {
                return found;
            }
        }
        List<String> lines =
                Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
        throw new BadInputException("a run ended with code " + exitCode + " and without results; see " + log
                + ", which ends with: "
                + String.join(" | ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
    }

    /** Options of the virtual machine as they are; every parameter as it is or as the run has it. */
    List<String> command(Map<String, String> parameters, Path folder) {
        TreeMap<String, String> all = new TreeMap<>();
        for (String name : given.stringPropertyNames()) {
            if (name.startsWith(PREFIX)) {
                all.put(name, given.getProperty(name));
            }
        }
        parameters.forEach((name, value) -> all.put(PREFIX + name, value));
        List<String> command = new ArrayList<>();
        command.add(Path.of(given.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !option.startsWith("-D" + PREFIX) && !option.equals(LauncherWatch.OPTION))
                .forEach(command::add);
        command.add(LauncherWatch.OPTION);
        // of a run that is played in the JVM of its command, it is no option of the JVM
        String launcher = given.getProperty(GivenAs.COMMAND_PROPERTY);
        if (launcher != null) {
            command.add("-D" + GivenAs.COMMAND_PROPERTY + "=" + launcher);
        }
        all.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-cp", given.getProperty("java.class.path"), GATLING, "-s", simulationClass, "-rf", folder.toString()));
        return command;
    }
}
