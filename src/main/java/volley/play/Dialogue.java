package volley.play;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import volley.client.Exchange;
import volley.client.JsonText;
import volley.client.MediaParts;
import volley.client.Outcome;
import volley.client.SessionHeaders;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.metrics.TurnRecord;
import volley.prepare.SentText;
import volley.turns.TurnTicket;

/**
 * A conversation as it is played: the texts so far, each encoded once. At most one turn is under way, and the turn queue
 * orders one after the other, so nothing here is locked.
 */
public final class Dialogue {
    private final Conversation conversation;
    private final TextForm form;
    private final SessionHeaders session;
    private final List<JsonText> questions;
    /**
     * Made with the first question and let go of at the end: most conversations of a long run wait, or are over. Null stands
     * for a question that is read again.
     */
    private List<JsonText> history = List.of();

    private CompletableFuture<JsonText> question;
    /** Of the turn that was asked for last, with who makes texts. */
    private int questionIndex;

    private Executor textWorkers;
    private volatile Optional<MediaParts> media = Optional.empty();

    /** @param form how texts go into requests; a slow one is asked here for all questions at hand, before the run */
    public Dialogue(Conversation conversation, TextForm form) {
        this(conversation, form, SessionHeaders.NONE);
    }

    /** @param session the headers of its requests */
    Dialogue(Conversation conversation, TextForm form, SessionHeaders session) {
        this.session = session;
        this.conversation = conversation;
        this.form = form;
        this.questions = form.slow()
                        && conversation.turns().stream()
                                .allMatch(turn -> turn.text().atHand())
                ? IntStream.range(0, conversation.turns().size())
                        .mapToObj(this::piece)
                        .toList()
                : List.of();
    }

    /** Whether this generator has turns of it. */
    boolean isPlayedHere() {
        return !conversation.turns().isEmpty();
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
     * The turn's question: at once where it and those before it are at hand, else made on a worker. Begun by the first call for
     * the turn, which may come before the turn's time.
     */
    public synchronized CompletableFuture<JsonText> question(int index, Executor workers) {
        questionIndex = index;
        textWorkers = workers;
        if (question == null) {
            Turn turn = turn(index);
            if (!turn.text().atHand() || turn.media().isPresent() || media.isPresent()) {
                question = CompletableFuture.supplyAsync(() -> withMedia(index), workers);
            } else {
                question = CompletableFuture.completedFuture(questions.isEmpty() ? piece(index) : questions.get(index));
            }
        }
        if (!bringBack(false)) {
            question = question.thenApplyAsync(
                    asked -> {
                        bringBack(true);
                        return asked;
                    },
                    workers);
        }
        return question;
    }

    /**
     * Brings questions back to the history that were let go of.
     *
     * @param reads whether a file may be read for them: not on an event loop
     * @return whether none is missing
     */
    private boolean bringBack(boolean reads) {
        boolean whole = true;
        for (int i = 0; i < history.size(); i += 2) {
            if (history.get(i) == null) {
                if (reads || turn(i / 2).text().atHand()) {
                    history.set(i, piece(i / 2));
                } else {
                    whole = false;
                }
            }
        }
        return whole;
    }

    private JsonText piece(int index) {
        return form.piece(turn(index).text(), index);
    }

    /** With its media, if it has some; those of the history are brought back to memory, as they are sent again. */
    private JsonText withMedia(int index) {
        Turn turn = turn(index);
        JsonText piece = piece(index);
        if (turn.media().isPresent()) {
            try {
                media = Optional.of(MediaParts.in(turn.media().get().parts()));
                piece = piece.withMedia(media.get());
            } catch (IOException e) {
                throw new UncheckedIOException("the turn's media cannot be read: " + e.getMessage(), e);
            }
        }
        media.ifPresent(MediaParts::load);
        return piece;
    }

    /**
     * Adds a turn's question, and returns all texts from the first question to this one. The next one is begun where it has to
     * be made, while this one is answered.
     */
    public List<JsonText> ask(JsonText asked) {
        synchronized (this) {
            question = null;
            int next = questionIndex + 1;
            if (next < conversation.turns().size()
                    && !turn(next).text().atHand()
                    && turn(next).media().isEmpty()) {
                CompletableFuture<JsonText> unused = question(next, textWorkers);
            }
        }
        if (history.isEmpty()) {
            history = new ArrayList<>(textsInAll());
        }
        history.add(asked);
        return history;
    }

    /** Adds the server's answer. Not for event loops if the form is slow. */
    public void answered(Exchange exchange) {
        if (history.size() == textsInAll()) {
            end();
        } else {
            letGoOfQuestions();
            history.add(form.answer(exchange));
        }
    }

    /** Until the next one is asked: what waits for it is most of a long run's memory. */
    private void letGoOfQuestions() {
        for (int i = 0; i < history.size() && media.isEmpty(); i += 2) {
            if (turn(i / 2).text() instanceof SentText sent && sent.isReadAgain()) {
                history.set(i, null);
            }
        }
    }

    /** Up to the last question. */
    private int textsInAll() {
        return 2 * conversation.turns().size() - 1;
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
        synchronized (this) {
            question = null;
        }
        history = List.of();
        media = Optional.empty();
    }
}
