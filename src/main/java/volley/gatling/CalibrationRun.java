package volley.gatling;

import java.util.Properties;
import volley.calibration.ServerProcess;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.play.CalibratedPlaying;
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
            LoadRun run = new LoadRun(NumberedPlan.of(onServer));
            CalibratedPlaying.of(run.playing(), plan, server);
            return new CalibrationRun(run);
        });
    }

    /** What goes into the scenario. */
    public LoadRun run() {
        return run;
    }
}
