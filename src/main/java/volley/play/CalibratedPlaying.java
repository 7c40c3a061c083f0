package volley.play;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.calibration.Calibration;
import volley.calibration.ServerProcess;
import volley.calibration.TimePairs;
import volley.config.SimulationKind;

/** A run that lays what the client saw beside what its simulated server did. */
public final class CalibratedPlaying {
    private static final Logger LOG = LoggerFactory.getLogger(CalibratedPlaying.class);

    private CalibratedPlaying() {}

    /**
     * Has a run compared with its server when it has ended.
     *
     * @param plan the simulation whose turns it plays
     * @param server in a process of its own, which ends with the comparison
     */
    public static void of(Playing playing, SimulationKind plan, ServerProcess server) {
        TimePairs pairs = new TimePairs(plan.simulation());
        playing.results()
                .note("the server is simulated, in a process of its own: its times are a model's; the plan is that of "
                        + plan.simulation());
        playing.observers().add((turn, figures) -> pairs.seen(turn));
        playing.observers().calibrate(folder -> compare(server, pairs, folder, playing));
    }

    /** A calibration that fails must not cost the run its results. */
    private static Optional<Calibration> compare(ServerProcess server, TimePairs pairs, Path folder, Playing playing) {
        try (server) {
            Calibration found =
                    server.compare(pairs, folder.resolve(Calibration.FILE_NAME).toString());
            found.write(folder);
            return Optional.of(found);
        } catch (IOException | RuntimeException e) {
            LOG.error("the calibration failed", e);
            playing.results().note("NOT CALIBRATED: " + e.getMessage());
            return Optional.empty();
        }
    }
}
