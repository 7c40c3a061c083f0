package volley.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import volley.client.Exchange;
import volley.dataset.Conversation;
import volley.dataset.TextStore;
import volley.dataset.Turn;
import volley.metrics.ExchangeBuilder;
import volley.play.Dialogue;
import volley.play.TextForm;

/** Wherever the prompts are, a conversation's history is the same. */
class HistoryOfPromptsTest {
    private static final int CONVERSATIONS = 30;
    private static final int TURNS = 4;

    private static final TextForm FORM = new TextForm.Text(false);
    private static final Exchange ANSWERED =
            new ExchangeBuilder().sent(0).content(1).done(2).answer("an answer").build();

    @Test
    void questionsThatAreReadAgainAreInTheirPlaces() {
        List<String> kept = asked(TextStore.MEMORY);

        assertThat(kept).hasSize(CONVERSATIONS * TURNS);
        assertThat(kept.get(CONVERSATIONS)).isEqualTo("[prompt 0 of 0 \\\"x\\\", an answer, prompt 1 of 0 \\\"x\\\"]");
        assertThat(asked(new SentTexts(Long.MAX_VALUE, 1 << 10))).isEqualTo(kept);
        assertThat(asked(new SentTexts(0, 1 << 9))).isEqualTo(kept);
    }

    /** All texts of each request, as many rounds as there are turns. */
    private static List<String> asked(TextStore texts) {
        List<Dialogue> dialogues = new ArrayList<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            List<Turn> turns = new ArrayList<>();
            for (int turn = 0; turn < TURNS; turn++) {
                turns.add(new Turn(texts.keep("prompt " + turn + " of " + i + " \"x\""), 9, 4));
            }
            dialogues.add(new Dialogue(new Conversation("c" + i, turns), FORM));
        }
        List<String> asked = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            for (Dialogue dialogue : dialogues) {
                asked.add(dialogue.ask(dialogue.question(turn, Runnable::run).join())
                        .toString());
                dialogue.answered(ANSWERED);
            }
        }
        return asked;
    }
}
