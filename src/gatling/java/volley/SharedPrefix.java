package volley;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.gatling.LoadRun;
import volley.gatling.PlanRuns;

/**
 * Shared prefix: each question with its whole document is a request of its own, the questions of a document one after
 * the other; nothing waits for an answer. With documents A, B, C of 2, 3 and 4 questions the server sees A+Q1, A+Q2,
 * B+Q1, B+Q2, B+Q3, C+Q1, C+Q2, C+Q3, C+Q4. Documents come from LooGLE, or, with
 * {@code -Dvolley.dataset-name=generated-shared-prefix}, are system prompts made to length.
 *
 * <p>{@code mvn gatling:test -Dgatling.simulationClass=volley.SharedPrefix}; all parameters: {@code -Dvolley.help=true}.
 */
public final class SharedPrefix extends Simulation {
    private final PlanRuns runs = PlanRuns.prepare();

    {
        setUp(runs.inject(SharedPrefix::questions)).protocols(runs.protocol()).assertions(runs.assertions());
    }

    private static ScenarioBuilder questions(LoadRun run) {
        return scenario("questions" + run.suffix())
                .feed(run.slots())
                .exec(run.awaitArrival())
                .exec(run.playNextTurn());
    }

    @Override
    public void after() {
        runs.finish();
    }
}
