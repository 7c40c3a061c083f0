package volley;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.gatling.LoadRun;
import volley.gatling.RateSweep;

/**
 * Synthetic multi-turn: conversations of texts made to length, each round a new text behind the server's own answer,
 * over SGLang's {@code /generate} or the chat API; at one rate after the other, the cache flushed between.
 *
 * <p>{@code mvn gatling:test -Dgatling.simulationClass=volley.SyntheticMultiturn}; all parameters:
 * {@code -Dvolley.help=true}.
 */
public final class SyntheticMultiturn extends Simulation {
    private final RateSweep sweep = RateSweep.prepare();

    {
        setUp(sweep.inject(SyntheticMultiturn::conversations))
                .protocols(sweep.protocol())
                .assertions(sweep.assertions());
    }

    private static ScenarioBuilder conversations(LoadRun run) {
        return scenario("conversations" + run.suffix())
                .feed(run.slots())
                .exec(run.awaitArrival())
                .exec(run.playNextTurn());
    }

    @Override
    public void after() {
        sweep.finish();
    }
}
