package volley.samples;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.config.SimulationKind;
import volley.gatling.LoadRun;

/** People who read an answer before they ask again. */
public class Sample03ThinkTime extends Simulation {
    // Parameters are system properties, so a simulation can set what it always wants before it prepares its run; the
    // command line
    // goes first. Pauses of Gatling's between the steps would be wrong here: they would delay the slot, not the
    // conversation, whose
    // turns are played by whichever slot is free.
    static {
        System.setProperty("volley.think-time-seconds", System.getProperty("volley.think-time-seconds", "0.2"));
        System.setProperty("volley.num-prompts", System.getProperty("volley.num-prompts", "4"));
    }

    private final LoadRun run = LoadRun.prepareAs(SimulationKind.MULTITURN);

    private final ScenarioBuilder readers =
            scenario("readers").feed(run.slots()).exec(run.awaitArrival()).exec(run.playNextTurn());

    {
        setUp(run.inject(readers)).protocols(run.protocol()).assertions(run.assertions());
    }

    @Override
    public void after() {
        run.finish();
    }
}
