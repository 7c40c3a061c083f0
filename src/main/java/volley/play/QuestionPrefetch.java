package volley.play;

import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import volley.client.JsonText;
import volley.os.DaemonThread;
import volley.turns.TurnTicket;

/**
 * Makes questions ready that are not at hand, such as those of a trace, on workers instead of event loops. First turns
 * go out in the plan's order unless it is random, so those of the next conversations are begun ahead of their time.
 */
public final class QuestionPrefetch {
    /** More than an event loop sends while a worker makes one, few enough to cost no memory. */
    private static final int CONVERSATIONS_AHEAD = 16;

    private static final int WORKERS = 2;

    private final Dialogue[] dialogues;
    private final boolean inOrder;
    /** Over which so many conversations of this generator's are spread. */
    private final int ahead;

    private final AtomicInteger begun = new AtomicInteger();
    private final ExecutorService workers =
            Executors.newFixedThreadPool(WORKERS, task -> DaemonThread.of("volley-questions", task));

    /** @param inOrder whether conversations begin in the plan's order; else none is made ahead of its time */
    QuestionPrefetch(Dialogue[] dialogues, boolean inOrder) {
        this.dialogues = dialogues;
        this.inOrder = inOrder;
        long own = Arrays.stream(dialogues).filter(Dialogue::isPlayedHere).count();
        this.ahead = (int) (CONVERSATIONS_AHEAD * (long) dialogues.length / Math.max(1, own));
    }

    /** The question of a turn whose time has come. */
    public CompletableFuture<JsonText> question(TurnTicket ticket) {
        if (ticket.turn() == 0) {
            beginUpTo(ticket.conversation() + ahead);
        }
        return dialogues[ticket.conversation()].question(ticket.turn(), workers);
    }

    /** Begins the first questions; to be called before the run's time begins. */
    void begin() {
        beginUpTo(ahead);
    }

    private void beginUpTo(int end) {
        if (!inOrder) {
            return;
        }
        int most = Math.min(end, dialogues.length);
        int from = begun.getAndAccumulate(most, Math::max);
        for (int i = from; i < most; i++) {
            if (dialogues[i].isPlayedHere()) {
                CompletableFuture<JsonText> unused = dialogues[i].question(0, workers);
            }
        }
    }

    void close() {
        workers.shutdownNow();
    }
}
