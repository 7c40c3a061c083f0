package volley.trials;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import volley.simulator.SimulatedServerMain;

/** A simulated server of fixed rate in a process of its own: the client under test shares no heap and no compiler with it. */
final class FixedRateServer implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:[0-9]+");

    private final Process process;
    private final URI address;

    /**
     * Starts it and waits until it listens.
     *
     * @param baseLatencyMs time to first token
     * @param interTokenMs time between two tokens; 0 is as fast as it can
     */
    FixedRateServer(double baseLatencyMs, double interTokenMs) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SimulatedServerMain.class.getName()));
        command.addAll(List.of("--port", "0", "--engine", "fixed-rate", "--cache-tokens", "0"));
        command.addAll(List.of("--prefill-tokens-per-second", "Infinity"));
        command.addAll(List.of("--base-latency-ms", String.valueOf(baseLatencyMs)));
        command.addAll(List.of("--inter-token-ms", String.valueOf(interTokenMs)));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader output = process.inputReader();
            String line = output.readLine();
            Matcher found = ADDRESS.matcher(line == null ? "" : line);
            if (!found.find()) {
                throw new IllegalStateException("the simulated server did not start: " + line);
            }
            address = URI.create(found.group());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI address() {
        return address;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
