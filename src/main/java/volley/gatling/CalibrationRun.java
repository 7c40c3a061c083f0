package volley.gatling;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.calibration.Calibration;
import volley.calibration.ServerProcess;
import volley.calibration.TimePairs;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.play.Playing;
import volley.prepare.NumberedPlan;
import volley.prepare.Phase;
import volley.prepare.PlanText;
import volley.prepare.PlanWithoutServer;
import volley.prepare.Preparation;
import volley.prepare.Target;

/**
 * A simulation's plan played against a simulated server in a process of its own, which notes when it wrote each token. What
 * the client saw is laid beside it after the run: the difference is the client's own error at that load on this machine.
 */
public final class CalibrationRun {
    private static final Logger LOG = LoggerFactory.getLogger(CalibrationRun.class);

    private final LoadRun run;

    private CalibrationRun(LoadRun run) {
        this.run = run;
    }

    /** As {@link LoadRun#prepare}. A server that is named is asked for its model, and left in peace. */
    public static CalibrationRun prepare() {
        return RunStart.orExit(() -> {
            PlayedSimulation simulation = RunStart.ofThisClass();
            RunStart.doWhatNeedsNoRun(simulation);
            Properties given = System.getProperties();
            Settings settings = SettingsReader.read(given, simulation.kind());
            SimulationKind plan = settings.calibrated().orElseThrow();
            Preparation prepared = PlanWithoutServer.of(plan, settings);
            System.out.println(simulation.mode() + ": the plan of " + plan.simulation());
            if (settings.output().dryRun()) {
                System.out.println(PlanText.of(prepared));
                System.exit(0);
            }
            ServerProcess server = ServerProcess.start(given, prepared.format());
            Preparation onServer = prepared.on(Target.loopback(server.baseUrl(), settings), Phase.ONLY);
            System.out.println(PlanText.of(onServer));
            return new CalibrationRun(calibrating(new LoadRun(NumberedPlan.of(onServer)), plan, server));
        });
    }

    private static LoadRun calibrating(LoadRun run, SimulationKind plan, ServerProcess server) {
        TimePairs pairs = new TimePairs(plan.simulation());
        Playing playing = run.playing();
        playing.results()
                .note("the server is simulated, in a process of its own: its times are a model's; the plan is that of "
                        + plan.simulation());
        playing.observers().add((turn, figures) -> pairs.seen(turn));
        playing.observers().calibrate(folder -> compare(server, pairs, folder, playing));
        return run;
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

    /** What goes into the scenario. */
    public LoadRun run() {
        return run;
    }
}
