package volley.calibration;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import volley.client.WireFormat;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.simulator.Engines;
import volley.simulator.WordTokenizer;
import volley.simulator.http.SimulatedServer;

/**
 * The server of a calibration, in a process of its own: its collector and its compiler are not the client's. It says its
 * URL in one line, serves until its standard input ends, as it does when the client's process is killed, and then writes
 * when it sent which token. While it serves, it writes nothing.
 */
public final class CalibrationServer {
    private CalibrationServer() {}

    /**
     * Serves.
     *
     * @param args the file for {@link ServedTimes}, and the {@link WireFormat} to be warm for
     */
    public static void main(String[] args) throws IOException {
        // Without this, logback's default prints Netty's every thought.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Settings settings = SettingsReader.read(System.getProperties(), SimulationKind.CALIBRATE);
        ServerWarmUp.run(
                settings.requests().clientWarmup().orElse(Settings.LONGEST_CLIENT_WARMUP),
                settings.server().backend(),
                WireFormat.valueOf(args[1]));
        boolean asked;
        ServedAnswerLog answers = new ServedAnswerLog();
        try (SimulatedServer server = SimulatedServer.with(Engines.realTime(settings.simulated()), new WordTokenizer())
                .backend(settings.server().backend())
                .cacheReport(settings.simulated().cacheReport())
                .listener(answers)
                .start()) {
            System.out.println(ServerProcess.READY + server.baseUrl());
            asked = System.in.read() >= 0;
        }
        Path file = Path.of(args[0]);
        if (!asked) {
            // The client was killed: nobody reads the times, and nobody else removes the file.
            Files.deleteIfExists(file);
            return;
        }
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            answers.write(out);
        }
    }
}
