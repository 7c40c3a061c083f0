package volley.simulator.virtual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** The client's side of a run: which turn is sent when. */
final class Sender {
    /** A turn with its history, ready to be sent. */
    @SuppressWarnings("ArrayRecordComponent") // Identity does not matter; the ids are only passed on.
    record ReadyTurn(int conversation, int round, int[] promptTokens, int[] answerTokens) {}

    private static final long NEVER = Long.MAX_VALUE;

    private final List<VirtualConversation> conversations;
    private final LoadShape load;
    private final RandomGenerator gaps;
    private final RandomGenerator picks;
    private final List<ReadyTurn> ready = new ArrayList<>();
    private final List<ReadyTurn> atBarrier = new ArrayList<>();
    private int unendedOfRound;
    private long nextAttemptNs;

    Sender(List<VirtualConversation> conversations, LoadShape load) {
        this.conversations = List.copyOf(conversations);
        this.load = load;
        SplittableRandom seeds = new SplittableRandom(load.seed());
        this.gaps = seeds.split();
        this.picks = seeds.split();
        for (int c = 0; c < conversations.size(); c++) {
            ready.add(turn(c, 0, new int[0], new int[0]));
        }
        unendedOfRound = ready.size();
    }

    /** When the sender acts next; never, while it waits for a request to end. */
    long nextAttemptNs() {
        return nextAttemptNs;
    }

    /** Acts: returns the turn to send now, if one is ready and there is room in flight. */
    Optional<ReadyTurn> attempt(long nowNs, int inFlight) {
        if (inFlight >= load.maxParallel()) {
            nextAttemptNs = load.holdPollNs() == 0 ? NEVER : nowNs + load.holdPollNs();
            return Optional.empty();
        }
        if (ready.isEmpty() && Double.isInfinite(load.requestsPerSecond())) {
            nextAttemptNs = NEVER;
            return Optional.empty();
        }
        nextAttemptNs = nowNs + gapNs();
        return ready.isEmpty() ? Optional.empty() : Optional.of(ready.remove(pick()));
    }

    /** A request has ended: the conversation's next turn, if there is one, becomes ready. */
    void ended(ReadyTurn turn, long nowNs) {
        if (nextAttemptNs == NEVER) {
            nextAttemptNs = nowNs;
        }
        int next = turn.round() + 1;
        boolean goesOn = next < conversations.get(turn.conversation()).turns().size();
        if (!load.roundBarrier()) {
            if (goesOn) {
                ready.add(turn(turn.conversation(), next, turn.promptTokens(), turn.answerTokens()));
            }
            return;
        }
        if (goesOn) {
            atBarrier.add(turn(turn.conversation(), next, turn.promptTokens(), turn.answerTokens()));
        }
        if (--unendedOfRound == 0) {
            ready.addAll(atBarrier);
            unendedOfRound = atBarrier.size();
            atBarrier.clear();
        }
    }

    private int pick() {
        return load.order() == ReadyOrder.FIFO ? 0 : picks.nextInt(ready.size());
    }

    private long gapNs() {
        // Division by an infinite rate gives 0: no gap.
        return Math.round(gaps.nextExponential() / load.requestsPerSecond() * 1e9);
    }

    private ReadyTurn turn(int conversation, int round, int[] historyPrompt, int[] historyAnswer) {
        VirtualTurn turn = conversations.get(conversation).turns().get(round);
        int historyLength = historyPrompt.length + historyAnswer.length;
        int[] prompt = Arrays.copyOf(historyPrompt, historyLength + turn.newTokens().length);
        System.arraycopy(historyAnswer, 0, prompt, historyPrompt.length, historyAnswer.length);
        System.arraycopy(turn.newTokens(), 0, prompt, historyLength, turn.newTokens().length);
        return new ReadyTurn(conversation, round, prompt, turn.answerTokens());
    }
}
