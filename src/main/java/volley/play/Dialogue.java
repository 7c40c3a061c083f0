package volley.play;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import volley.client.JsonText;
import volley.client.MediaParts;
import volley.client.Outcome;
import volley.client.SessionHeaders;
import volley.client.Usage;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.metrics.TurnRecord;
import volley.tokenizer.TemplateOverhead;
import volley.turns.TurnTicket;

/**
 * A conversation as it is played: the texts so far, each encoded once, and how many tokens they are. At most one turn
 * is under way, and the turn queue orders one after the other, so nothing here is locked.
 */
public final class Dialogue {
    private final Conversation conversation;
    private final TemplateOverhead overhead;
    private final TextForm form;
    private final SessionHeaders session;
    private final List<TextForm.Piece> questions;
    private final List<JsonText> history = new ArrayList<>();
    private int promptTokens;
    private CompletableFuture<TextForm.Piece> question;
    private volatile Optional<MediaParts> media = Optional.empty();

    /** @param form how texts go into requests; a slow one is asked here for all questions, before the run */
    public Dialogue(Conversation conversation, TemplateOverhead overhead, TextForm form) {
        this(conversation, overhead, form, SessionHeaders.NONE);
    }

    /** @param session the headers of its requests */
    Dialogue(Conversation conversation, TemplateOverhead overhead, TextForm form, SessionHeaders session) {
        this.session = session;
        this.conversation = conversation;
        this.overhead = overhead;
        this.form = form;
        this.questions = form.slow()
                ? IntStream.range(0, conversation.turns().size())
                        .mapToObj(this::piece)
                        .toList()
                : List.of();
    }

    public Conversation conversation() {
        return conversation;
    }

    /** The headers that all of its requests have in common. */
    public SessionHeaders session() {
        return session;
    }

    public Turn turn(int index) {
        return conversation.turns().get(index);
    }

    /**
     * The turn's question: at once where it is at hand, else made on a worker. Begun by the first call for the turn,
     * which may come before the turn's time.
     */
    public synchronized CompletableFuture<TextForm.Piece> question(int index, Executor workers) {
        if (question == null) {
            Turn turn = turn(index);
            if (!turn.text().atHand() || turn.media().isPresent() || media.isPresent()) {
                question = CompletableFuture.supplyAsync(() -> withMedia(index), workers);
            } else {
                question = CompletableFuture.completedFuture(questions.isEmpty() ? piece(index) : questions.get(index));
            }
        }
        return question;
    }

    private TextForm.Piece piece(int index) {
        Turn turn = turn(index);
        return index == 0
                ? form.opening(turn.prompt(), turn.promptTokens())
                : form.question(turn.prompt(), turn.promptTokens());
    }

    /** With its media, if it has some; those of the history are brought back to memory, as they are sent again. */
    private TextForm.Piece withMedia(int index) {
        Turn turn = turn(index);
        TextForm.Piece piece = piece(index);
        if (turn.media().isPresent()) {
            try {
                media = Optional.of(MediaParts.in(turn.media().get().parts()));
                piece = new TextForm.Piece(piece.json().withMedia(media.get()), piece.tokens());
            } catch (IOException e) {
                throw new UncheckedIOException("the turn's media cannot be read: " + e.getMessage(), e);
            }
        }
        media.ifPresent(MediaParts::load);
        return piece;
    }

    /** Adds the turn's question, and returns all texts from the first question to this one. */
    public List<JsonText> ask(int index, TextForm.Piece asked) {
        synchronized (this) {
            question = null;
        }
        history.add(asked.json());
        boolean countable = overhead.isKnown() && asked.tokens() != Usage.ABSENT;
        int added = index == 0 ? overhead.firstTurnTokens() : overhead.furtherTurnTokens();
        add(countable ? asked.tokens() + added : Usage.ABSENT);
        return history;
    }

    /**
     * Adds the server's answer. Not for event loops if the form is slow.
     *
     * @param escaped the answer as {@link volley.client.Exchange#answer()} has it
     * @param tokens its length by the server's count, or {@link Usage#ABSENT}
     */
    public void answered(byte[] escaped, int tokens) {
        if (history.size() == 2 * conversation.turns().size() - 1) {
            end();
        } else {
            TextForm.Piece answer = form.answer(escaped, tokens);
            history.add(answer.json());
            add(answer.tokens());
        }
    }

    /** The record of a turn of it that will never be sent. */
    public TurnRecord unsent(TurnTicket ticket, Outcome outcome) {
        return TurnRecord.unsent(
                ticket.conversation(),
                conversation.id(),
                ticket.turn(),
                turn(ticket.turn()).outputTokens(),
                outcome);
    }

    /** Nothing more will be asked: lets go of the texts. */
    public void end() {
        history.clear();
        media = Optional.empty();
    }

    /**
     * Tokens of the prompt last asked, with history and chat template, as the client counts them without tokenizing
     * the history again; {@link Usage#ABSENT} after an answer whose length the server did not tell.
     */
    public int promptTokens() {
        return promptTokens;
    }

    private void add(int tokens) {
        promptTokens = promptTokens == Usage.ABSENT || tokens == Usage.ABSENT ? Usage.ABSENT : promptTokens + tokens;
    }
}
