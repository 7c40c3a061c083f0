package volley.samples;

import static io.gatling.javaapi.core.CoreDsl.details;
import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.Assertion;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.ArrayList;
import java.util.List;
import volley.config.SimulationKind;
import volley.gatling.LoadRun;

/** What makes the build fail. */
public class Sample05Assertions extends Simulation {
    // Objectives are judged from Volley's exact figures and stand in junit.xml and at the top of volley.html.
    static {
        System.setProperty("volley.slo.ttft.p99", System.getProperty("volley.slo.ttft.p99", "30000"));
        System.setProperty("volley.num-prompts", System.getProperty("volley.num-prompts", "4"));
    }

    private final LoadRun run = LoadRun.prepareAs(SimulationKind.MULTITURN);

    private final ScenarioBuilder chat =
            scenario("chat").feed(run.slots()).exec(run.awaitArrival()).exec(run.playNextTurn());

    // Gatling's own assertions go beside them, in whole milliseconds and by Gatling's names. They are in junit.xml,
    // too.
    private List<Assertion> assertions() {
        List<Assertion> all = new ArrayList<>(run.assertions());
        all.add(details("TTFT").responseTime().max().lt(60_000));
        return all;
    }

    {
        setUp(run.inject(chat)).protocols(run.protocol()).assertions(assertions());
    }

    @Override
    public void after() {
        run.finish();
    }
}
