package volley.recover;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import volley.config.IoReason;

/**
 * Gatling's own report of a run that was killed, made of its log by a process of its own. Gatling reads a log that is cut as
 * far as it goes; it writes the log in pieces of 8 KiB, so the last requests are not in it.
 */
final class GatlingReport {
    private static final String LOG = "simulation.log";
    private static final String PAGE = "index.html";

    private GatlingReport() {}

    /** Whether it is a folder of Gatling's own, not of one run of several. */
    public static boolean isGatlings(Path folder) {
        return Files.exists(folder.resolve(LOG));
    }

    /**
     * Writes the report.
     *
     * @param folder of Gatling's
     * @return a line for the console
     */
    public static String write(Path folder) {
        Path log = folder.resolve(LOG);
        try {
            Path above = folder.toAbsolutePath().normalize().getParent();
            if (!Files.exists(log) && above != null && Files.exists(above.resolve(LOG))) {
                return "Gatling   one report of all runs in " + above + ": bin/volley recover " + above;
            }
            if (!Files.exists(log) || Files.size(log) == 0) {
                return "Gatling   no report: the run was killed before Gatling wrote any of " + LOG;
            }
            Files.deleteIfExists(folder.resolve(PAGE));
            Path said = Files.createTempFile("volley-gatling-report", ".log");
            try {
                int exitCode = new ProcessBuilder(command(folder))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start()
                        .waitFor();
                return Files.exists(folder.resolve(PAGE))
                        ? "Gatling   " + folder.resolve(PAGE).toAbsolutePath()
                                + " (without the last requests: its log is written in pieces of 8 KiB)"
                        : "Gatling   no report: Gatling cannot read the part of " + LOG + " that was written (code "
                                + exitCode + ": " + reason(said) + ")";
            } finally {
                Files.delete(said);
            }
        } catch (IOException e) {
            return "Gatling   no report: " + IoReason.withFile(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "Gatling   no report: interrupted";
        }
    }

    private static List<String> command(Path folder) {
        Path whole = folder.toAbsolutePath().normalize();
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.gatling.app.Gatling",
                "-ro",
                whole.getFileName().toString(),
                "-rf",
                whole.getParent().toString());
    }

    /** The first exception that Gatling names, which says more than its last line. */
    private static String reason(Path said) throws IOException {
        List<String> lines = Files.readAllLines(said, StandardCharsets.UTF_8);
        return lines.stream()
                .filter(line -> line.contains("Exception") || line.contains("Error"))
                .findFirst()
                .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1))
                .strip();
    }
}
