package volley.play;

import java.nio.file.Path;
import volley.calibration.Calibration;
import volley.config.Settings;
import volley.live.MetricsEndpoint;
import volley.plan.Plan;
import volley.prepare.Target;
import volley.simulator.Engines;

/**
 * What can be refused of a run without its server: by its parameters alone, before its plan is made, and by its plan. A dry
 * run and a series of runs are checked as the run itself is, so that they do not promise what it would refuse.
 */
public final class EarlyChecks {
    private EarlyChecks() {}

    /**
     * Of the run of this process: its {@code /metrics} can be read from here on.
     *
     * @param results folder of all runs
     * @throws volley.config.BadInputException for the first that it would be refused for
     */
    public static void begin(Settings settings, Path results) {
        check(settings, results);
        Settings.Output output = settings.output();
        if (!output.dryRun()) {
            output.live()
                    .metricsPort()
                    .ifPresent(port -> MetricsEndpoint.open(output.live().metricsHost(), port));
        }
    }

    /** As the other, of a run that this process does not make: nothing is left of what was tried. */
    public static void check(Settings settings, Path results) {
        Outputs.check(settings, results);
        CommonStart.check(settings.shards());
        if (!settings.simulated().virtual()) {
            Target.checkWays(settings);
            LoadRequests.check(settings);
            settings.output().calibration().ifPresent(Calibration::read);
        }
        if (isSimulated(settings) || settings.calibrated().isPresent()) {
            Engines.check(settings.simulated());
        }
    }

    /** As the other, by the plan. */
    public static void check(Settings settings, Plan plan) {
        if (!settings.simulated().virtual()) {
            boolean serverIsHere =
                    isSimulated(settings) && settings.calibrated().isEmpty();
            ConnectionRoom.check(plan, serverIsHere);
        }
    }

    private static boolean isSimulated(Settings settings) {
        return settings.server().baseUrl().isEmpty()
                && settings.comparison().endpoints().isEmpty();
    }
}
