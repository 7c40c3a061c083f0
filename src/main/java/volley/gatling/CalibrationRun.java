package volley.gatling;

import java.util.List;
import volley.calibration.ServerProcess;
import volley.config.PlayedSimulation;
import volley.play.CalibratedPlaying;
import volley.prepare.CalibrationPlan;
import volley.prepare.NumberedPlan;
import volley.prepare.PlanText;
import volley.prepare.Preparation;

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
            CalibrationPlan plan = CalibrationPlan.of(simulation, System.getProperties());
            System.out.println(plan.describe(simulation.mode()));
            RunStart.endWithoutLoad(List.of(plan.prepared()), List::of);
            ServerProcess server = plan.start();
            Preparation onServer = plan.on(server);
            System.out.println(PlanText.of(onServer));
            LoadRun run = new LoadRun(NumberedPlan.of(onServer));
            CalibratedPlaying.of(run.playing(), plan.played(), server);
            return new CalibrationRun(run);
        });
    }

    /** What goes into the scenario. */
    public LoadRun run() {
        return run;
    }
}
