package volley;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.gatling.LoadRun;

/**
 * Shared prefix: each question with its whole document is a request of its own, the questions of a document one after
 * the other; nothing waits for an answer. With documents A, B, C of 2, 3 and 4 questions the server sees A+Q1, A+Q2,
 * B+Q1, B+Q2, B+Q3, C+Q1, C+Q2, C+Q3, C+Q4. Documents come from LooGLE, or, with
 * {@code -Dvolley.dataset-name=generated-shared-prefix}, are system prompts made to length.
 *
 * <p>{@code mvn gatling:test -Dgatling.simulationClass=volley.SharedPrefix}; all parameters: {@code -Dvolley.help=true}.
 */
public final class SharedPrefix extends Simulation {
    private final LoadRun run = LoadRun.prepare();

    private final ScenarioBuilder questions =
            scenario("questions").feed(run.slots()).exec(run.awaitArrival()).exec(run.playNextTurn());

    {
        setUp(run.inject(questions)).protocols(run.protocol()).assertions(run.assertions());
    }

    @Override
    public void after() {
        run.finish();
    }
}
