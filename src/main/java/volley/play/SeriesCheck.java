package volley.play;

import java.nio.file.Path;
import java.util.List;
import volley.config.PlayedSimulation;
import volley.config.Settings;
import volley.prepare.PlanWithoutServer;
import volley.prepare.Preparation;

/**
 * Whether the runs of a series could begin, each in its process: one that is refused when others have been made has cost their
 * time.
 */
public final class SeriesCheck {
    private SeriesCheck() {}

    /**
     * Checks every combination's parameters, and, where the series is only planned, makes its plan too: a run does that by
     * itself.
     *
     * @param combinations one settings each
     * @param results folder of all runs
     * @throws volley.config.BadInputException for the first that a run would be refused for
     */
    public static void check(PlayedSimulation simulation, List<Settings> combinations, Path results) {
        combinations.forEach(each -> EarlyChecks.check(each, results));
        if (combinations.get(0).output().dryRun() && !simulation.isOwn()) {
            combinations.forEach(each -> plan(simulation, each));
        }
    }

    private static void plan(PlayedSimulation simulation, Settings settings) {
        Preparation prepared = PlanWithoutServer.anyOf(simulation, settings);
        prepared.tokenizer().close();
        EarlyChecks.check(prepared.settings(), prepared.plan());
    }
}
