package volley.samples;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.List;
import java.util.stream.IntStream;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.gatling.LoadRun;
import volley.tokenizer.Tokenizer;

/** Conversations whose texts are written here. */
public class Sample01OwnPrompts extends Simulation {
    // A conversation is what the user says, turn by turn; the answers come from the server, and go into the history of
    // the next
    // turn. The tokenizer counts the tokens of each text; the number is how many tokens the server is asked for.
    private static Conversation tourist(int number, Tokenizer tokenizer) {
        return new Conversation(
                "tourist-" + number,
                List.of(
                        Turn.of("What is worth a look in city " + number + "?", 12, tokenizer),
                        Turn.of("And if it rains?", 8, tokenizer)));
    }

    // A simulation of one's own says which of Volley's it plays as: that decides about defaults and which turns are
    // played.
    private final LoadRun run = LoadRun.prepareAs(SimulationKind.MULTITURN, tokenizer -> IntStream.range(0, 4)
            .mapToObj(number -> tourist(number, tokenizer))
            .toList());

    // These three steps are Volley's part of a scenario: a slot of the plan, the wait for its time, the turn.
    private final ScenarioBuilder tourists =
            scenario("tourists").feed(run.slots()).exec(run.awaitArrival()).exec(run.playNextTurn());

    {
        setUp(run.inject(tourists)).protocols(run.protocol()).assertions(run.assertions());
    }

    // All results are written here.
    @Override
    public void after() {
        run.finish();
    }
}
