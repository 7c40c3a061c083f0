package volley.gatling;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import volley.client.JsonText;
import volley.client.MediaParts;
import volley.client.Usage;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.tokenizer.TemplateOverhead;

/**
 * A conversation as it is played: the texts so far, each encoded once, and how many tokens they are. At most one turn
 * is under way, and the turn queue orders one after the other, so nothing here is locked.
 */
final class Dialogue {
    private final Conversation conversation;
    private final TemplateOverhead overhead;
    private final List<JsonText> history = new ArrayList<>();
    private int promptTokens;
    private CompletableFuture<JsonText> question;
    private volatile Optional<MediaParts> media = Optional.empty();

    Dialogue(Conversation conversation, TemplateOverhead overhead) {
        this.conversation = conversation;
        this.overhead = overhead;
    }

    Conversation conversation() {
        return conversation;
    }

    Turn turn(int index) {
        return conversation.turns().get(index);
    }

    /**
     * The turn's question, encoded: at once where the text is at hand, else on a worker. Begun by the first call for
     * the turn, which may come before the turn's time.
     */
    synchronized CompletableFuture<JsonText> question(int index, Executor workers) {
        if (question == null) {
            Turn turn = turn(index);
            question = turn.text().atHand() && turn.media().isEmpty() && media.isEmpty()
                    ? CompletableFuture.completedFuture(JsonText.of(turn.prompt()))
                    : CompletableFuture.supplyAsync(() -> encode(turn), workers);
        }
        return question;
    }

    /** With its media, if it has some; those of the history are brought back to memory, as they are sent again. */
    private JsonText encode(Turn turn) {
        JsonText text = JsonText.of(turn.prompt());
        if (turn.media().isPresent()) {
            try {
                media = Optional.of(MediaParts.in(turn.media().get().parts()));
                text = text.withMedia(media.get());
            } catch (IOException e) {
                throw new UncheckedIOException("the turn's media cannot be read: " + e.getMessage(), e);
            }
        }
        media.ifPresent(MediaParts::load);
        return text;
    }

    /** Adds the turn's question, and returns all texts from the first question to this one. */
    List<JsonText> ask(int index, JsonText encoded) {
        synchronized (this) {
            question = null;
        }
        history.add(encoded);
        add(turn(index).promptTokens() + (index == 0 ? overhead.firstTurnTokens() : overhead.furtherTurnTokens()));
        return history;
    }

    /**
     * Adds the server's answer.
     *
     * @param escaped the answer as {@link volley.client.Exchange#answer()} has it
     * @param tokens its length by the server's count, or {@link Usage#ABSENT}
     */
    void answered(byte[] escaped, int tokens) {
        if (history.size() == 2 * conversation.turns().size() - 1) {
            end();
        } else {
            history.add(JsonText.ofEscaped(escaped));
            add(tokens);
        }
    }

    /** Nothing more will be asked: lets go of the texts. */
    void end() {
        history.clear();
        media = Optional.empty();
    }

    /**
     * Tokens of the prompt last asked, with history and chat template, as the client counts them without tokenizing
     * the history again; {@link Usage#ABSENT} after an answer whose length the server did not tell.
     */
    int promptTokens() {
        return promptTokens;
    }

    private void add(int tokens) {
        promptTokens = promptTokens == Usage.ABSENT || tokens == Usage.ABSENT ? Usage.ABSENT : promptTokens + tokens;
    }
}
