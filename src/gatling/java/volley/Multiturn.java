package volley;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.gatling.LoadRun;
import volley.gatling.PlanRuns;

/**
 * Multi-turn chat: conversations take turns at the server, one turn a request, each with the history of the server's
 * own answers. With conversations A, B, C of 2, 3 and 4 turns whose answers come in order, the server sees
 * A1, B1, C1, A2, B2, C2, B3, C3, C4. Given several servers ({@code -Dvolley.endpoints=name=url,name=url}) it plays them on each, and compares.
 *
 * <p>{@code mvn gatling:test -Dgatling.simulationClass=volley.Multiturn}; all parameters: {@code -Dvolley.help=true}.
 */
public final class Multiturn extends Simulation {
    private final PlanRuns runs = PlanRuns.prepare();

    {
        setUp(runs.inject(Multiturn::conversations)).protocols(runs.protocol()).assertions(runs.assertions());
    }

    private static ScenarioBuilder conversations(LoadRun run) {
        return scenario("conversations" + run.suffix())
                .feed(run.slots())
                .exec(run.awaitArrival())
                .exec(run.playNextTurn());
    }

    @Override
    public void after() {
        runs.finish();
    }
}
