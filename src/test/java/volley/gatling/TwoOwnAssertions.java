package volley.gatling;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.List;
import volley.config.SimulationKind;

/** A user's simulation with assertions of its own: one that holds, and one that {@code most-ms} decides. */
public class TwoOwnAssertions extends Simulation {
    private final LoadRun run = LoadRun.prepareAs(SimulationKind.SINGLE_TURN);

    private final ScenarioBuilder requests =
            scenario("requests").feed(run.slots()).exec(run.awaitArrival()).exec(run.playNextTurn());

    {
        List<Assertion> all = new ArrayList<>(run.assertions());
        all.add(details("TTFT").responseTime().max().lt(60_000));
        all.add(details("TTFT").responseTime().max().lt(Integer.getInteger("most-ms")));
        setUp(run.inject(requests)).protocols(run.protocol()).assertions(all);
    }

    @Override
    public void after() {
        run.finish();
    }
}
