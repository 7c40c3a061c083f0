package volley.gatling;

import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.Assertion;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import volley.config.BadInputException;
import volley.play.Interruption;
import volley.play.Playing;
import volley.results.RunFolder;
import volley.results.StartTurn;

/**
 * What comes before the first user of a simulation, once, when Gatling builds its scenarios: its folder exists then, its
 * users do not yet. First the folders are claimed, so that nothing is warmed up or sent for a run that has nowhere to go.
 */
final class SimulationBegin {
    private final List<Playing> runs;
    private final int servers;
    private final StartTurn turn;
    private Path folder;

    /**
     * Waits while another process of the same results folder is about to get its own.
     *
     * @param runs in the order in which they are played
     * @param servers of how many of the runs, the first ones, each has a server of its own
     */
    SimulationBegin(List<Playing> runs, int servers) {
        this.runs = runs;
        this.servers = servers;
        this.turn = StartTurn.await();
    }

    /**
     * Ends the process with 64 if something of it is bad input. From here on a signal ends all runs with their results.
     *
     * @param volleys the assertions that are not the user's own
     * @param afterwards done at the end of it, with the first run
     */
    void once(ScenarioContext context, List<Assertion> volleys, Consumer<Playing> afterwards) {
        if (folder != null) {
            return;
        }
        RunStart.orExit(() -> {
            folder = GatlingFolder.of(context.coreComponents());
            runs.forEach(run -> run.claim(folder));
            turn.close();
            Path first = folder.resolve(runs.get(0).phase().folder());
            OwnAssertions.watch(context.coreComponents(), volleys, folder, first);
            try {
                warmUp(context);
                afterwards.accept(runs.get(0));
            } catch (BadInputException e) {
                runs.forEach(Playing::discard);
                RunFolder.discard(folder);
                throw e;
            }
            return null;
        });
    }

    private void warmUp(ScenarioContext context) {
        Interruption.watch(runs, Thread.currentThread());
        ClientWarmUp.once(runs, context);
        for (Playing run : runs.subList(0, servers)) {
            if (run.cancelled()) {
                return;
            }
            run.serverSteps().warmUp(run);
            run.requireCold();
        }
    }

    /** Gatling's folder of this simulation's run, once it has begun. */
    Path folder() {
        return folder;
    }
}
