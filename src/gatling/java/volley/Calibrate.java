package volley;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.gatling.CalibrationRun;
import volley.gatling.LoadRun;

/**
 * The client's own error: plays the plan of {@link Multiturn}, or of the simulation that {@code -Dvolley.calibrate} names,
 * with the same parameters against a simulated server that notes when it writes each token, and says how far TTFT, ITL and
 * E2E are off at that load on this machine. Later runs take it with {@code -Dvolley.calibration=<folder of this run>}.
 *
 * <p>{@code mvn gatling:test -Dgatling.simulationClass=volley.Calibrate -Dvolley.request-rate=8
 * -Dvolley.simulated.inter-token-ms=20}
 */
public final class Calibrate extends Simulation {
    private final LoadRun run = CalibrationRun.prepare().run();

    private final ScenarioBuilder conversations =
            scenario("conversations").feed(run.slots()).exec(run.awaitArrival()).exec(run.playNextTurn());

    {
        setUp(run.inject(conversations)).protocols(run.protocol()).assertions(run.assertions());
    }

    @Override
    public void after() {
        run.finish();
    }
}
