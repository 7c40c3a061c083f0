package volley.samples;

import static io.gatling.javaapi.core.CoreDsl.scenario;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import volley.config.BadInputException;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.ConversationSource;
import volley.dataset.Turn;
import volley.gatling.LoadRun;
import volley.tokenizer.Tokenizer;

/** A reader of a format that Volley does not know: here, a line a conversation, with a bar between the turns. */
public class Sample02OwnDataset extends Simulation {
    private static final class BarFile implements ConversationSource {
        private static final String RESOURCE = "/volley/samples/support.txt";
        private static final int OUTPUT_TOKENS = 10;

        // Whatever the user can mend is a BadInputException: its one line is printed and the process ends with 64,
        // before
        // anything is sent.
        @Override
        public List<Conversation> conversations(Tokenizer tokenizer) {
            List<Conversation> read = new ArrayList<>();
            try (BufferedReader lines = new BufferedReader(
                    new InputStreamReader(getClass().getResourceAsStream(RESOURCE), StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    read.add(conversation(read.size() + 1, line, tokenizer));
                }
            } catch (IOException e) {
                throw new BadInputException(RESOURCE + " cannot be read (" + e.getMessage() + ")");
            }
            return read;
        }

        private static Conversation conversation(int number, String line, Tokenizer tokenizer) {
            List<Turn> turns = new ArrayList<>();
            for (String text : line.split("\\|", -1)) {
                if (text.isBlank()) {
                    throw new BadInputException(RESOURCE + ", line " + number + ": a turn is empty; write a text");
                }
                turns.add(Turn.of(text.strip(), OUTPUT_TOKENS, tokenizer));
            }
            return new Conversation("line-" + number, turns);
        }
    }

    // -Dvolley.num-prompts=2 takes the first two of them.
    private final LoadRun run = LoadRun.prepareAs(SimulationKind.MULTITURN, new BarFile());

    private final ScenarioBuilder support =
            scenario("support").feed(run.slots()).exec(run.awaitArrival()).exec(run.playNextTurn());

    {
        setUp(run.inject(support)).protocols(run.protocol()).assertions(run.assertions());
    }

    @Override
    public void after() {
        run.finish();
    }
}
