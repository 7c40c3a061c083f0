package volley.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import volley.config.OrderPolicy;

/** Conversations of one turn that wait for others, as the requests of agents' sessions do. */
class PrecedenceTest {
    private final UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(21);

    /**
     * Random graphs, servers and late timers. No turn is ready before all it waits for are answered and the think time is
     * over, nor later than that; what waits for a failed one is skipped, directly or not, and nothing else; and every turn
     * is given or skipped.
     */
    @Test
    void noTurnIsSentBeforeItsParentsAnswers() {
        int together = 0;
        for (int run = 0; run < 500; run++) {
            int count = 1 + random.nextInt(14);
            Player player = new Player(graph(count), 1 + random.nextInt(8), run % 2 == 0 ? 0 : 30, run % 3 == 0);
            player.play();
            assertThat(player.given.size() + player.skipped.size()).isEqualTo(count);
            assertThat(player.skipped).isEqualTo(player.behindFailed());
            assertThat(player.queue.inFlight()).isZero();
            assertThat(player.most).isLessThanOrEqualTo(player.precedence.width());
            together = Math.max(together, player.most);
        }
        assertThat(together).isGreaterThan(3);
    }

    private int[][] graph(int count) {
        int[][] parents = new int[count][];
        for (int i = 0; i < count; i++) {
            int most = Math.min(i, random.nextInt(4));
            parents[i] = random.ints(most, 0, Math.max(1, i)).distinct().toArray();
        }
        return parents;
    }

    /** 0 -> 1, 2 beside each other -> 3, and a session of one that comes at 500 ns. */
    @Test
    void siblingsAreUnderWayTogetherAndTheirParentWaitsForBoth() {
        Player player = new Player(
                new int[][] {{}, {0}, {0}, {1, 2}, {}},
                new long[] {0, 0, 7, 10, 0},
                new long[] {0, 0, 0, 0, 500},
                9,
                0,
                false);
        player.begin();
        assertThat(player.given).extracting(TurnTicket::conversation).containsExactly(0);
        player.answerAt(100, 0);
        assertThat(player.queue.nextThoughtNs()).isEqualTo(107);
        player.wakeAt(107);
        assertThat(player.given).extracting(TurnTicket::conversation).containsExactly(0, 1, 2);
        assertThat(player.queue.inFlight()).isEqualTo(2);
        player.answerAt(200, 2);
        player.wakeAt(300);
        assertThat(player.given).hasSize(3);
        player.answerAt(310, 1);
        player.wakeAt(320);
        assertThat(player.given).extracting(TurnTicket::readyNs).containsExactly(0L, 100L, 107L, 320L);
        player.wakeAt(500);
        assertThat(player.given).extracting(TurnTicket::conversation).containsExactly(0, 1, 2, 3, 4);
        assertThat(player.precedence.width()).isEqualTo(3);
    }

    /** Where no think time is known, a request comes at its own time, or with the answer that is later. */
    @Test
    void withoutAThinkTimeItsOwnTimeStands() {
        Player player = new Player(
                new int[][] {{}, {0}, {1}},
                new long[] {0, Precedence.OWN_TIME, Precedence.OWN_TIME},
                new long[] {0, 250, 300},
                9,
                0,
                false);
        player.begin();
        player.answerAt(100, 0);
        assertThat(player.given).hasSize(1);
        player.wakeAt(250);
        player.answerAt(400, 1);
        assertThat(player.given).extracting(TurnTicket::readyNs).containsExactly(0L, 250L, 400L);
    }

    @Test
    void whoWaitsWhenTheRunIsStoppedNeverSends() {
        Player player = new Player(new int[][] {{}, {0}, {}}, new long[3], new long[] {0, 0, 90}, 9, 0, false);
        player.begin();
        assertThat(player.queue.cancel()).extracting(TurnTicket::conversation).containsExactly(1, 2);
        player.queue.endWaiting();
        player.answerAt(100, 0);
        player.wakeAt(200);
        assertThat(player.given).hasSize(1);
        assertThat(player.ended).isEqualTo(2);
    }

    private record Event(long atNs, int number, Runnable what) {}

    /** A server that answers after 1 to 50 ns or, if it may, fails one time in eight. */
    private final class Player {
        private final Precedence precedence;
        private final int[][] parents;
        private final long[] afterNs;
        private final long[] atNs;
        private final int latestNs;
        private final boolean fails;
        private final TurnQueue queue;
        private final List<TurnTicket> given = new ArrayList<>();
        private final Set<Integer> skipped = new HashSet<>();
        private final Set<Integer> failed = new HashSet<>();
        private final long[] endNs;
        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparingLong(Event::atNs).thenComparingInt(Event::number));
        private boolean answers;
        private int made;
        private long nowNs;
        private int most;
        private int ended;

        Player(int[][] parents, int limit, int latestNs, boolean fails) {
            this(
                    parents,
                    IntStream.range(0, parents.length)
                            .mapToLong(i -> random.nextInt(3) == 0 ? Precedence.OWN_TIME : random.nextInt(60))
                            .toArray(),
                    IntStream.range(0, parents.length)
                            .mapToLong(i -> random.nextInt(200))
                            .toArray(),
                    limit,
                    latestNs,
                    fails);
        }

        Player(int[][] parents, long[] afterNs, long[] atNs, int limit, int latestNs, boolean fails) {
            this.precedence = new Precedence(parents, afterNs, atNs);
            this.parents = parents;
            this.afterNs = afterNs;
            this.atNs = atNs;
            this.latestNs = latestNs;
            this.fails = fails;
            endNs = new long[parents.length];
            int[] turns = new int[parents.length];
            Arrays.fill(turns, 1);
            queue = new TurnQueue(
                    turns,
                    OrderPolicy.FIFO,
                    random,
                    limit,
                    false,
                    ThinkTime.always(Duration.ZERO),
                    precedence,
                    () -> nowNs);
            queue.onWaits(this::ring);
        }

        private void ring(long wakeNs) {
            if (answers && wakeNs != Long.MAX_VALUE) {
                at(wakeNs + random.nextInt(latestNs + 1), queue::wake);
            }
        }

        void play() {
            answers = true;
            begin();
            while (!events.isEmpty()) {
                Event next = events.remove();
                nowNs = Math.max(nowNs, next.atNs());
                next.what().run();
            }
        }

        void begin() {
            queue.open(0);
            for (int i = 0; i < endNs.length; i++) {
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
            most = Math.max(most, queue.inFlight());
            if (answers) {
                assertThat(ticket.readyNs())
                        .as("%s", ticket)
                        .isEqualTo(readyNs(ticket.conversation()))
                        .isLessThanOrEqualTo(nowNs);
                at(nowNs + 1 + random.nextInt(50), () -> answer(ticket));
            }
            queue.handedOver();
        }

        /** By the definition; every parent has been answered, or this fails. */
        private long readyNs(int conversation) {
            long lastNs = 0;
            for (int parent : parents[conversation]) {
                assertThat(endNs[parent])
                        .as("end of %d, before %d", parent, conversation)
                        .isPositive();
                lastNs = Math.max(lastNs, endNs[parent]);
            }
            if (parents[conversation].length == 0) {
                return atNs[conversation];
            }
            return afterNs[conversation] == Precedence.OWN_TIME
                    ? Math.max(lastNs, atNs[conversation])
                    : lastNs + afterNs[conversation];
        }

        private void answer(TurnTicket ticket) {
            if (fails && random.nextInt(8) == 0) {
                failed.add(ticket.conversation());
                queue.failed(ticket).forEach(each -> assertThat(skipped.add(each.conversation()))
                        .isTrue());
            } else {
                endNs[ticket.conversation()] = nowNs;
                queue.answered(ticket);
            }
        }

        /** All that wait for one that failed, or for one of these. */
        Set<Integer> behindFailed() {
            Set<Integer> behind = new HashSet<>();
            for (int i = 0; i < parents.length; i++) {
                if (Arrays.stream(parents[i]).anyMatch(parent -> failed.contains(parent) || behind.contains(parent))) {
                    behind.add(i);
                }
            }
            return behind;
        }

        void answerAt(long atNs, int conversation) {
            nowNs = atNs;
            queue.answered(given.stream()
                    .filter(each -> each.conversation() == conversation)
                    .findFirst()
                    .orElseThrow());
        }

        void wakeAt(long atNs) {
            nowNs = atNs;
            queue.wake();
        }

        private void at(long whenNs, Runnable what) {
            events.add(new Event(whenNs, made++, what));
        }
    }
}
