package volley.turns;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.commons.rng.UniformRandomProvider;
import volley.config.OrderPolicy;

/**
 * Gives the turns of many conversations to slots, one turn a slot.
 *
 * <p>A conversation has at most one turn under way; its next one is ready when the answer has come and the think time is
 * over, in which it takes no place under the concurrency limit. A slot that finds nothing ready, or no place under the
 * limit, waits without a thread and is served first come, first served. When no turn can come any more, those waiting
 * are ended.
 *
 * <p>Turns are handed out one at a time: the next only after {@link #handedOver} of the one before, so that requests
 * reach the connection pool in the order of their tickets although slots live on different event loops.
 *
 * <p>The queue has no timer: whoever gives it answers calls {@link #wake()} when a conversation has thought.
 *
 * <p>Thread-safe. Slots are called outside the lock.
 */
public final class TurnQueue {
    /** In place of a number of others: one of them failed. */
    private static final int GONE = -1;

    private final int[] turns;
    private final int[] nextTurn;
    private final long[] readyNs;
    private final ReadyLine line;
    private final Rounds rounds;
    private final int maxInFlight;
    private final ThinkTime thinkTime;
    private final LongSupplier nanoClock;

    private final ArrayDeque<Slot> waiting = new ArrayDeque<>();
    private final Thinking thinking = new Thinking();
    private final Precedence precedence;
    /** For how many others a conversation still waits. */
    private final int[] waitsFor;

    /** Conversations under way at most, those that wait for their first turn among them. */
    private int mostOpen = Integer.MAX_VALUE;

    private int opened;
    private volatile LongConsumer alarm = ns -> {};
    private long startNs;
    private volatile long lastNs = Long.MAX_VALUE;
    private int notYetGiven;
    private int given;
    private int inFlight;
    private boolean handingOver;

    /**
     * @param turnsByConversation number of turns of each conversation, in the order in which they wait at the start; 0:
     *     another generator plays it
     * @param random for the random policy only
     * @param maxInFlight turns under way at most
     * @param nanoClock for the stamp of readiness
     */
    public TurnQueue(
            int[] turnsByConversation,
            OrderPolicy policy,
            UniformRandomProvider random,
            int maxInFlight,
            LongSupplier nanoClock) {
        this(turnsByConversation, policy, random, maxInFlight, false, ThinkTime.always(Duration.ZERO), nanoClock);
    }

    /**
     * As the other, for conversations that do not go on as soon as they could.
     *
     * @param roundBarrier whether a conversation is ready for its next turn only when every other has ended this one, and
     *     thought
     * @param thinkTime from an answer until its conversation is ready for the next turn
     */
    public TurnQueue(
            int[] turnsByConversation,
            OrderPolicy policy,
            UniformRandomProvider random,
            int maxInFlight,
            boolean roundBarrier,
            ThinkTime thinkTime,
            LongSupplier nanoClock) {
        this(turnsByConversation, policy, random, maxInFlight, roundBarrier, thinkTime, Precedence.NONE, nanoClock);
    }

    /**
     * As the other, for conversations that wait for others.
     *
     * @param precedence which begin when; not beside a barrier
     */
    public TurnQueue(
            int[] turnsByConversation,
            OrderPolicy policy,
            UniformRandomProvider random,
            int maxInFlight,
            boolean roundBarrier,
            ThinkTime thinkTime,
            Precedence precedence,
            LongSupplier nanoClock) {
        this.precedence = precedence;
        this.waitsFor = precedence.parentCounts(turnsByConversation.length);
        this.turns = turnsByConversation.clone();
        this.nextTurn = new int[turns.length];
        this.readyNs = new long[turns.length];
        this.line = ReadyLine.of(policy, turns.length, random);
        this.rounds = roundBarrier ? new Rounds.Barrier(turns.length) : new Rounds.Free();
        this.maxInFlight = maxInFlight;
        this.thinkTime = thinkTime;
        this.nanoClock = nanoClock;
        for (int count : turns) {
            notYetGiven = Math.addExact(notYetGiven, count);
        }
    }

    /**
     * Sets who wakes the queue where conversations wait for others or for their time.
     *
     * @param wakeAt told when {@link #wake()} is to be called next, on the queue's clock, whenever others have ended
     */
    public void onWaits(LongConsumer wakeAt) {
        alarm = wakeAt;
    }

    /**
     * Has conversations begin one after the other, when one before has ended; not beside a barrier, the strict order or
     * conversations that wait for others. Call before {@link #open}.
     *
     * @param most conversations under way at a time
     */
    public void openAtMost(int most) {
        mostOpen = most;
    }

    /**
     * Makes every conversation ready for its first turn, but for those that wait for others or for their time. Call once.
     *
     * @param fromNs since when, on the queue's clock
     */
    public void open(long fromNs) {
        synchronized (this) {
            startNs = fromNs;
            opened = Math.min(turns.length, mostOpen);
            for (int conversation = 0; conversation < opened; conversation++) {
                if (waitsFor[conversation] == 0 && turns[conversation] > 0) {
                    begin(conversation, precedence.rootNs(conversation, fromNs), fromNs);
                }
            }
        }
        serve();
    }

    /**
     * Gives no turn out from a moment on; who asks then waits until {@link #cancel()} and {@link #endWaiting()}.
     *
     * @param endNs on the queue's clock
     */
    public void giveNoneFrom(long endNs) {
        lastNs = endNs;
    }

    /** In place of one that has ended. */
    private void openNext(long nowNs) {
        if (opened < turns.length && nextTurn[opened] < turns[opened]) {
            begin(opened++, nowNs, nowNs);
        }
    }

    private void begin(int conversation, long beginNs, long nowNs) {
        if (beginNs - nowNs > 0) {
            readyNs[conversation] = beginNs;
            thinking.add(conversation, beginNs);
        } else {
            ready(rounds.arrived(conversation), beginNs);
        }
    }

    /** Asks for a turn: {@code slot} is called now or later. */
    public void take(Slot slot) {
        synchronized (this) {
            waiting.addLast(slot);
        }
        serve();
    }

    /** The turn given last is on its way: the next one may be given. */
    public void handedOver() {
        synchronized (this) {
            handingOver = false;
        }
        serve();
    }

    /**
     * The answer is complete: the conversation thinks, is ready for its next turn, or done.
     *
     * @return for how long it thinks, if at all: then {@link #wake()} is to be called when that is over
     */
    public Duration answered(TurnTicket ticket) {
        ended(ticket, true);
        return ticket.turn() + 1 < turns[ticket.conversation()]
                ? Duration.ofNanos(thinkTime.afterNs(ticket.conversation(), ticket.turn()))
                : Duration.ZERO;
    }

    /** Makes those ready that have thought for long enough. Does nothing if there are none. */
    public void wake() {
        synchronized (this) {
            endThinking(nanoClock.getAsLong());
        }
        serve();
    }

    /**
     * The turn failed, which ends its conversation.
     *
     * @return the turns that will never be sent, as tickets without an order (-1)
     */
    public List<TurnTicket> failed(TurnTicket ticket) {
        return ended(ticket, false);
    }

    /**
     * Gives no further turn out. Those who wait are ended by {@link #endWaiting()}, so that the caller can see to the
     * turns first; whoever asks from now on is ended at once.
     *
     * @return the turns never given out, as tickets without an order (-1)
     */
    public List<TurnTicket> cancel() {
        List<TurnTicket> cancelled = new ArrayList<>();
        synchronized (this) {
            for (int conversation = 0; conversation < turns.length; conversation++) {
                for (int turn = nextTurn[conversation]; turn < turns[conversation]; turn++) {
                    cancelled.add(new TurnTicket(-1, conversation, turn, readyNs[conversation]));
                }
                nextTurn[conversation] = turns[conversation];
                line.gone(conversation);
            }
            thinking.clear();
            notYetGiven = 0;
        }
        return cancelled;
    }

    /** Ends those who wait, after {@link #cancel()}. */
    public void endWaiting() {
        serve();
    }

    private List<TurnTicket> ended(TurnTicket ticket, boolean ok) {
        List<TurnTicket> skipped = new ArrayList<>();
        synchronized (this) {
            int conversation = ticket.conversation();
            long nowNs = nanoClock.getAsLong();
            // whose timer is late comes before what happens now
            endThinking(nowNs);
            inFlight--;
            if (ok && nextTurn[conversation] < turns[conversation]) {
                long thinkNs = thinkTime.afterNs(conversation, ticket.turn());
                if (thinkNs == 0) {
                    ready(rounds.arrived(conversation), nowNs);
                } else {
                    readyNs[conversation] = nowNs + thinkNs;
                    thinking.add(conversation, readyNs[conversation]);
                }
            } else if (ok) {
                ready(rounds.left(), nowNs);
                for (int child : precedence.children(conversation)) {
                    if (waitsFor[child] > 0 && --waitsFor[child] == 0) {
                        begin(child, precedence.beginNs(child, nowNs, startNs), nowNs);
                    }
                }
                openNext(nowNs);
            } else {
                skip(conversation, ticket.readyNs(), nowNs, skipped);
                notYetGiven -= skipped.size();
                openNext(nowNs);
            }
        }
        serve();
        return skipped;
    }

    /** Neither the conversation nor those that wait for it will send anything more. */
    private void skip(int failed, long lastReadyNs, long nowNs, List<TurnTicket> skipped) {
        ArrayDeque<Integer> going = new ArrayDeque<>(List.of(failed));
        while (!going.isEmpty()) {
            int conversation = going.remove();
            line.gone(conversation);
            ready(rounds.left(), nowNs);
            for (int turn = nextTurn[conversation]; turn < turns[conversation]; turn++) {
                skipped.add(new TurnTicket(-1, conversation, turn, lastReadyNs));
            }
            nextTurn[conversation] = turns[conversation];
            for (int child : precedence.children(conversation)) {
                if (waitsFor[child] > 0) {
                    waitsFor[child] = GONE;
                    going.add(child);
                }
            }
        }
    }

    /** Each is ready when its time was over, however late this is called. */
    private void endThinking(long nowNs) {
        for (int next = thinking.readyBy(nowNs); next != Thinking.NONE; next = thinking.readyBy(nowNs)) {
            ready(rounds.arrived(next), readyNs[next]);
        }
    }

    private void ready(int[] conversations, long nowNs) {
        for (int conversation : conversations) {
            readyNs[conversation] = nowNs;
            line.ready(conversation);
        }
    }

    private void serve() {
        if (precedence.exists()) {
            alarm.accept(nextThoughtNs());
        }
        while (true) {
            Slot slot;
            TurnTicket ticket;
            synchronized (this) {
                if (waiting.isEmpty()) {
                    return;
                }
                ticket = notYetGiven == 0 ? null : nextTicket();
                if (ticket == null && notYetGiven > 0) {
                    return;
                }
                slot = waiting.removeFirst();
            }
            if (ticket == null) {
                slot.end();
            } else {
                slot.send(ticket);
            }
        }
    }

    /** The next turn that may go now, or null. */
    private TurnTicket nextTicket() {
        if (handingOver || inFlight >= maxInFlight || isOver()) {
            return null;
        }
        int conversation = line.next();
        if (conversation == ReadyLine.NONE) {
            return null;
        }
        int turn = nextTurn[conversation]++;
        if (nextTurn[conversation] < turns[conversation]) {
            line.sent(conversation);
        }
        notYetGiven--;
        inFlight++;
        handingOver = true;
        return new TurnTicket(given++, conversation, turn, readyNs[conversation]);
    }

    private boolean isOver() {
        return lastNs != Long.MAX_VALUE && nanoClock.getAsLong() - lastNs >= 0;
    }

    /** Slots that asked for a turn and have none before an answer comes; while a conversation thinks, there are none. */
    public synchronized int waitingForAnswers() {
        return thinking.isEmpty() ? waiting.size() : 0;
    }

    /** When the next conversation has thought for long enough, on the queue's clock; {@code Long.MAX_VALUE}: none thinks. */
    public synchronized long nextThoughtNs() {
        return thinking.nextNs();
    }

    /** Turns under way now. */
    public synchronized int inFlight() {
        return inFlight;
    }
}
