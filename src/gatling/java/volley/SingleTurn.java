package volley;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.gatling.LoadRun;
import volley.gatling.PlanRuns;

/**
 * Single turns: the first question of each conversation of a dataset, each a request of its own; or, with
 * {@code -Dvolley.dataset-name=random}, requests of random lengths. The server sees A1, B1, C1.
 *
 * <p>{@code mvn gatling:test -Dgatling.simulationClass=volley.SingleTurn}; all parameters: {@code -Dvolley.help=true}.
 */
public final class SingleTurn extends Simulation {
    private final PlanRuns runs = PlanRuns.prepare();

    {
        setUp(runs.inject(SingleTurn::requests)).protocols(runs.protocol()).assertions(runs.assertions());
    }

    private static ScenarioBuilder requests(LoadRun run) {
        return scenario("requests" + run.suffix())
                .feed(run.slots())
                .exec(run.awaitArrival())
                .exec(run.playNextTurn());
    }

    @Override
    public void after() {
        runs.finish();
    }
}
