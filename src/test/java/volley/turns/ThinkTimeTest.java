package volley.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import volley.config.OrderPolicy;

/** Conversations that let time pass between an answer and their next turn. */
class ThinkTimeTest {
    private static final Duration THINK = Duration.ofNanos(40);
    private static final List<OrderPolicy> POLICIES = List.of(OrderPolicy.values());

    private final UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(12);

    /**
     * Random conversations, answers, think times and timers, which may be late, against the definition: a turn is ready the think time
     * after the answer before it; behind a barrier, when that is so for every conversation or it has ended.
     */
    @Test
    void noTurnIsReadyBeforeAnswerAndThinkTime() {
        for (int run = 0; run < 600; run++) {
            OrderPolicy policy = POLICIES.get(run % POLICIES.size());
            boolean barrier = run / 3 % 2 == 0;
            int[] turns = random.ints(1 + random.nextInt(6), 1, 5).toArray();
            Player player = new Player(turns, policy, 1 + random.nextInt(6), barrier, run / 6 % 2 == 0 ? 30 : 0);
            int most = run / 12 % 2 == 0 ? 0 : 80;
            player.think =
                    (conversation, turn) -> most == 0 ? THINK.toNanos() : (conversation * 31L + turn * 17L) % most;
            player.play();
            int planned = Arrays.stream(turns).sum();
            assertThat(player.given.size() + player.skipped)
                    .as("every turn is given or skipped, run %d", run)
                    .isEqualTo(planned);
            assertThat(player.ended).as("slots that nothing came for").isEqualTo(player.skipped);
        }
    }

    @Test
    void whoThinksTakesNoPlaceAndIsNotWaitedForInVain() {
        Player player = new Player(new int[] {2, 1}, OrderPolicy.FIFO, 1, false, 0);
        player.begin();
        assertThat(player.names()).containsExactly("A1");
        assertThat(player.queue.waitingForAnswers()).isEqualTo(2);
        player.queue.answered(player.given.get(0));
        assertThat(player.names()).containsExactly("A1", "B1");
        assertThat(player.queue.waitingForAnswers()).isZero();
        player.queue.answered(player.given.get(1));
        assertThat(player.queue.inFlight()).isZero();
        assertThat(player.queue.nextThoughtNs()).isEqualTo(THINK.toNanos());
        player.nowNs = THINK.toNanos() - 1;
        player.queue.wake();
        assertThat(player.given).as("it has not thought yet").hasSize(2);
        player.nowNs = THINK.toNanos();
        player.queue.wake();
        assertThat(player.names()).containsExactly("A1", "B1", "A2");
        assertThat(player.queue.nextThoughtNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void strictOrderWaitsForWhoThinks() {
        Player player = new Player(new int[] {2, 2}, OrderPolicy.STRICT, 9, false, 0);
        player.begin();
        player.nowNs = 5;
        player.queue.answered(player.given.get(1));
        player.nowNs = 30;
        player.queue.answered(player.given.get(0));
        player.nowNs = 45;
        player.queue.wake();
        assertThat(player.names()).as("B is ready, A is before it").containsExactly("A1", "B1");
        player.nowNs = 70;
        player.queue.wake();
        assertThat(player.names()).containsExactly("A1", "B1", "A2", "B2");
        assertThat(player.given.get(3).readyNs()).isEqualTo(45);
    }

    @Test
    void whoThinksWhenTheRunIsStoppedNeverSends() {
        for (OrderPolicy policy : OrderPolicy.values()) {
            Player player = new Player(new int[] {3, 2}, policy, 9, false, 0);
            player.begin();
            player.given.forEach(player.queue::answered);
            assertThat(player.queue.cancel()).hasSize(3);
            player.queue.endWaiting();
            assertThat(player.ended).isEqualTo(3);
            assertThat(player.queue.nextThoughtNs()).isEqualTo(Long.MAX_VALUE);
            player.nowNs = THINK.toNanos();
            player.queue.wake();
            assertThat(player.given).hasSize(2);
        }
    }

    private record Event(long atNs, int number, Runnable what) {}

    /** One slot for each turn from the start, and a server that answers after 1 to 50 ns or, one time in ten, fails. */
    private final class Player {
        private final int[] turns;
        private final boolean barrier;
        private final int latestNs;
        private final TurnQueue queue;
        private ThinkTime think = ThinkTime.always(THINK);
        private final List<TurnTicket> given = new ArrayList<>();
        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparingLong(Event::atNs).thenComparingInt(Event::number));
        /** By conversation, when its next turn is ready; and by round, when all of them have done with it. */
        private final long[] thoughtNs;

        private final long[] roundOverNs = new long[5];
        private boolean answers;
        private int made;
        private long nowNs;
        private int skipped;
        private int ended;

        /** @param latestNs most by which a timer is late */
        Player(int[] turns, OrderPolicy policy, int limit, boolean barrier, int latestNs) {
            this.turns = turns;
            this.barrier = barrier;
            this.latestNs = latestNs;
            thoughtNs = new long[turns.length];
            queue = new TurnQueue(
                    turns, policy, random, limit, barrier, (of, turn) -> think.afterNs(of, turn), () -> nowNs);
        }

        void play() {
            answers = true;
            begin();
            while (!events.isEmpty()) {
                Event next = events.remove();
                nowNs = next.atNs();
                next.what().run();
            }
        }

        void begin() {
            queue.open(0);
            for (int i = 0; i < Arrays.stream(turns).sum(); i++) {
                queue.take(new Slot() {
                    @Override
                    public void send(TurnTicket ticket) {
                        sent(ticket);
                    }

                    @Override
                    public void end() {
                        ended++;
                    }
                });
            }
        }

        private void sent(TurnTicket ticket) {
            given.add(ticket);
            if (answers) {
                long readyNs = ticket.turn() == 0
                        ? 0
                        : barrier ? roundOverNs[ticket.turn() - 1] : thoughtNs[ticket.conversation()];
                assertThat(ticket.readyNs()).as("%s", ticket).isEqualTo(readyNs).isLessThanOrEqualTo(nowNs);
                at(nowNs + 1 + random.nextInt(50), () -> answer(ticket));
            }
            queue.handedOver();
        }

        private void answer(TurnTicket ticket) {
            boolean fails = random.nextInt(10) == 0;
            boolean last = ticket.turn() + 1 == turns[ticket.conversation()];
            long thinkNs = think.afterNs(ticket.conversation(), ticket.turn());
            thoughtNs[ticket.conversation()] = nowNs + thinkNs;
            roundOverNs[ticket.turn()] = Math.max(roundOverNs[ticket.turn()], fails || last ? nowNs : nowNs + thinkNs);
            if (fails) {
                skipped += queue.failed(ticket).size();
            } else {
                Duration thinks = queue.answered(ticket);
                assertThat(thinks).hasNanos(last ? 0 : thinkNs);
                if (!thinks.isZero()) {
                    at(nowNs + thinkNs + random.nextInt(latestNs + 1), queue::wake);
                }
            }
        }

        private void at(long atNs, Runnable what) {
            events.add(new Event(atNs, made++, what));
        }

        List<String> names() {
            return given.stream()
                    .map(ticket -> (char) ('A' + ticket.conversation()) + String.valueOf(ticket.turn() + 1))
                    .toList();
        }
    }
}
