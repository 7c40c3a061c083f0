package volley;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.gatling.LoadRun;
import volley.gatling.PlanRuns;

/**
 * Several servers under one plan: each plays the same conversations, at the same arrival times, in turns (A B B A), its
 * cache flushed before. Requests are paired, and a page says which differences are real. Without
 * {@code -Dvolley.endpoints=name=url,name=url} it compares four simulated servers: no prefix cache, a radix cache with
 * fcfs, with lpm, and a hierarchical cache.
 *
 * <p>{@code mvn gatling:test -Dgatling.simulationClass=volley.CompareServers}; all parameters: {@code -Dvolley.help=true}.
 */
public final class CompareServers extends Simulation {
    private final PlanRuns comparison = PlanRuns.prepare();

    {
        setUp(comparison.inject(CompareServers::conversations))
                .protocols(comparison.protocol())
                .assertions(comparison.assertions());
    }

    private static ScenarioBuilder conversations(LoadRun run) {
        return scenario("conversations" + run.suffix())
                .feed(run.slots())
                .exec(run.awaitArrival())
                .exec(run.playNextTurn());
    }

    @Override
    public void after() {
        comparison.finish();
    }
}
