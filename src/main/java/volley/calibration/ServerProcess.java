package volley.calibration;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import volley.client.WireFormat;
import volley.config.BadInputException;
import volley.config.IoReason;

/** A {@link CalibrationServer}, seen from the client's process. */
public final class ServerProcess implements AutoCloseable {
    static final String READY = "calibration server on ";
    private static final String PREFIX = "volley.";
    private static final long END_SECONDS = 60;

    private final Process process;
    private final Path times;
    private final URI baseUrl;

    private ServerProcess(Process process, Path times, URI baseUrl) {
        this.process = process;
        this.times = times;
        this.baseUrl = baseUrl;
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param given this process's system properties, whose {@code volley.} parameters it takes over
     * @param format what it will be asked in
     * @throws BadInputException if it does not start
     */
    public static ServerProcess start(Properties given, WireFormat format) {
        try {
            Path times = Files.createTempFile("volley-served", ".times");
            Process process = new ProcessBuilder(command(given, times, format))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
            String line = said.readLine();
            while (line != null && !line.startsWith(READY)) {
                line = said.readLine();
            }
            if (line == null) {
                Files.delete(times);
                throw new BadInputException(
                        "the calibration's server did not start (see what it said above); mend the parameters");
            }
            return new ServerProcess(process, times, URI.create(line.substring(READY.length())));
        } catch (IOException e) {
            throw new BadInputException("the calibration's server cannot be started: " + IoReason.of(e)
                    + "; it needs room for a second Java process and a temporary file");
        }
    }

    private static List<String> command(Properties given, Path times, WireFormat format) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(given.getProperty("java.home"), "bin", "java").toString());
        // As for the client: the optimizing compiler would take the processor just when the run begins.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        command.add("--enable-native-access=ALL-UNNAMED"); // without it, JDK 24 and later warn
        // it has this process's class path, and so may share its classes
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:SharedArchiveFile="))
                .forEach(command::add);
        given.stringPropertyNames().stream()
                .filter(name -> name.startsWith(PREFIX))
                .sorted()
                .forEach(name -> command.add("-D" + name + "=" + given.getProperty(name)));
        command.addAll(List.of(
                "-cp",
                given.getProperty("java.class.path"),
                CalibrationServer.class.getName(),
                times.toString(),
                format.name()));
        return command;
    }

    public URI baseUrl() {
        return baseUrl;
    }

    /**
     * Ends it and compares its times with the client's.
     *
     * @param source where the calibration will stand
     * @throws IOException if it left no times
     */
    public Calibration compare(TimePairs pairs, String source) throws IOException {
        try (Writer asking = process.outputWriter(StandardCharsets.UTF_8)) {
            asking.write('\n');
        }
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("the calibration's server did not end as it should");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the calibration's server was ending");
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(times)))) {
            while (true) {
                pairs.served(ServedTimes.read(in));
            }
        } catch (EOFException e) {
            return pairs.calibration(source);
        }
    }

    /** Ends it, if it has not ended, and removes its file. */
    @Override
    public void close() {
        process.destroy();
        try {
            Files.deleteIfExists(times);
        } catch (IOException e) {
            times.toFile().deleteOnExit();
        }
    }
}
