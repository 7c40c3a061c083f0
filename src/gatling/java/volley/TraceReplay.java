package volley;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.gatling.LoadRun;

/**
 * Replay of a serving system's trace: each request comes at its recorded time, or in a session behind the answers that
 * it waits for, has the recorded prompt and answer
 * lengths, and shares with others the tokens of the blocks whose hashes they share. The texts are made up, block by
 * block.
 *
 * <p>{@code mvn gatling:test -Dgatling.simulationClass=volley.TraceReplay -Dvolley.dataset-path=conversation_trace.jsonl}
 */
public final class TraceReplay extends Simulation {
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
