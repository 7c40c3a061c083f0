package volley;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.gatling.LoadRun;

/**
 * Single turns: the first question of each conversation of a dataset, each a request of its own; or, with
 * {@code -Dvolley.dataset-name=random}, requests of random lengths. The server sees A1, B1, C1.
 *
 * <p>{@code mvn gatling:test -Dgatling.simulationClass=volley.SingleTurn}; all parameters: {@code -Dvolley.help=true}.
 */
public final class SingleTurn extends Simulation {
    private final LoadRun run = LoadRun.prepare();

    private final ScenarioBuilder requests =
            scenario("requests").feed(run.slots()).exec(run.awaitArrival()).exec(run.playNextTurn());

    {
        setUp(run.inject(requests)).protocols(run.protocol()).assertions(run.assertions());
    }

    @Override
    public void after() {
        run.finish();
    }
}
