package volley;

import static io.gatling.javaapi.core.CoreDsl.*;

import io.gatling.javaapi.core.*;

public final class Multiturn extends Simulation {
    {
        setUp(scenario("x").exec(session -> session).injectOpen(atOnceUsers(1)));
    }
}
