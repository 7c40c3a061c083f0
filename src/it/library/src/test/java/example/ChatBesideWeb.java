package example;

import static io.gatling.javaapi.core.CoreDsl.*;
import static io.gatling.javaapi.http.HttpDsl.*;

import io.gatling.javaapi.core.*;
import volley.config.SimulationKind;
import volley.gatling.LoadRun;

public class ChatBesideWeb extends Simulation {
    LoadRun run = LoadRun.prepareAs(SimulationKind.MULTITURN);

    ScenarioBuilder chat = scenario("chat").feed(run.slots()).exec(run.awaitArrival()).exec(run.playNextTurn());

    ScenarioBuilder web = scenario("web").exec(http("models").get("/v1/models"), http("missing").get("/no-such-page"));

    {
        setUp(run.inject(chat), web.injectOpen(atOnceUsers(5)))
                .protocols(run.protocol())
                .assertions(run.assertions());
    }

    @Override
    public void after() {
        run.finish();
    }
}
