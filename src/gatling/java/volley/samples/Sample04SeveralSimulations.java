package volley.samples;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import volley.config.SimulationKind;
import volley.gatling.LoadRun;

/** Two simulations that differ in one thing. */
public class Sample04SeveralSimulations {
    // What they have in common is an abstract class: Gatling's plugin leaves it out, and
    // -Dgatling.runMultipleSimulations=true plays the
    // others one after the other, each in a process and a results folder of its own.
    abstract static class Chat extends Simulation {
        private final LoadRun run;

        Chat(int conversationsAtATime) {
            System.setProperty("volley.max-concurrency", String.valueOf(conversationsAtATime));
            System.setProperty("volley.num-prompts", System.getProperty("volley.num-prompts", "4"));
            run = LoadRun.prepareAs(SimulationKind.MULTITURN);
            ScenarioBuilder chat =
                    scenario("chat").feed(run.slots()).exec(run.awaitArrival()).exec(run.playNextTurn());
            setUp(run.inject(chat)).protocols(run.protocol()).assertions(run.assertions());
        }

        @Override
        public void after() {
            run.finish();
        }
    }

    /** One after the other. */
    public static class Alone extends Chat {
        public Alone() {
            super(1);
        }
    }

    /** Two at a time. */
    public static class InPairs extends Chat {
        public InPairs() {
            super(2);
        }
    }
}
