package volley.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.EncodedMedia;
import volley.dataset.PromptText;
import volley.dataset.Turn;
import volley.hub.Hub;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

class SaltTest {
    private static final List<Conversation> CONVERSATIONS = List.of(
            new Conversation("a", List.of(new Turn("Why is the sky blue?", 6, 20), new Turn("And the sea?", 4, 30))),
            new Conversation("b", List.of(new Turn("Name a river.", 4, 10))));

    @Test
    void onlyFirstPromptsAreSaltedAndTheirTokensCounted() {
        try (Tokenizer tokenizer = Tokenizers.load("data/tokenizer", Hub.ofThisProcess())) {
            List<Conversation> salted = Salt.before(CONVERSATIONS, Optional.of("0f3a77c2"), tokenizer);

            assertThat(salted).extracting(Conversation::id).containsExactly("a", "b");
            for (Conversation conversation : salted) {
                Turn first = conversation.turns().get(0);
                assertThat(first.prompt()).startsWith("0f3a77c2\n");
                assertThat(first.promptTokens()).isEqualTo(tokenizer.count(first.prompt()));
            }
            assertThat(salted.get(0).turns().get(0).outputTokens()).isEqualTo(20);
            assertThat(salted.get(0).turns().get(1))
                    .isEqualTo(CONVERSATIONS.get(0).turns().get(1));
            assertThat(Salt.before(CONVERSATIONS, Optional.empty(), tokenizer)).isSameAs(CONVERSATIONS);
        }
    }

    @Test
    void mediaOfTheFirstTurnStay() {
        try (Tokenizer tokenizer = Tokenizers.load("data/tokenizer", Hub.ofThisProcess())) {
            EncodedMedia media = new EncodedMedia(Path.of("parts"), 2, "a video");
            String question = "What does he hold?";
            Turn turn = new Turn(PromptText.of(question), Optional.of(media), tokenizer.count(question) + 288, 20);
            Turn salted = Salt.before(List.of(new Conversation("v", List.of(turn))), Optional.of("0f3a77c2"), tokenizer)
                    .get(0)
                    .turns()
                    .get(0);
            assertThat(salted.media()).contains(media);
            assertThat(salted.promptTokens()).isEqualTo(tokenizer.count("0f3a77c2\n" + question) + 288);
        }
    }

    /** A long trace must not be in memory at once. */
    @Test
    void textsOfATraceAreMadeWhenTheyAreSent() {
        Properties given = new Properties();
        given.setProperty("volley.simulate", "true");
        given.setProperty("volley.disable-tqdm", "true");
        Preparation plain = Preparation.of(PlayedSimulation.of(SimulationKind.TRACE_REPLAY), given);
        given.setProperty("volley.salt", "0f3a77c2");
        Preparation salted = Preparation.of(PlayedSimulation.of(SimulationKind.TRACE_REPLAY), given);

        assertThat(salted.plan().conversations())
                .hasSameSizeAs(plain.plan().conversations())
                .hasSizeGreaterThan(30);
        for (int c = 0; c < salted.plan().conversations().size(); c++) {
            Turn turn = first(salted, c);
            assertThat(turn.text().atHand()).isFalse();
            assertThat(turn.prompt()).isEqualTo("0f3a77c2\n" + first(plain, c).prompt());
            assertThat(turn.text().identity())
                    .isNotEqualTo(first(plain, c).text().identity());
            assertThat(turn.promptTokens()).isEqualTo(salted.tokenizer().count(turn.prompt()));
        }
        assertThat(salted.plan().hash()).isNotEqualTo(plain.plan().hash());
        plain.tokenizer().close();
        salted.tokenizer().close();
    }

    private static Turn first(Preparation prepared, int conversation) {
        return prepared.plan().conversations().get(conversation).turns().get(0);
    }
}
