package volley.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.OrderPolicy;

class TurnQueueTest {
    private static final List<String> ROUND_ROBIN = List.of("A1", "B1", "C1", "A2", "B2", "C2", "B3", "C3", "C4");
    private static final List<OrderPolicy> POLICIES = List.of(OrderPolicy.values());

    private final AtomicLong clockNs = new AtomicLong();
    private final Table table = new Table();

    @ParameterizedTest
    @EnumSource(
            value = OrderPolicy.class,
            names = {"FIFO", "STRICT"})
    void answersInOrderGiveTheRoundRobin(OrderPolicy policy) {
        TurnQueue queue = queue(policy, Integer.MAX_VALUE, 2, 3, 4);
        take(queue, 9);
        answerAll(queue, OLDEST);
        assertThat(table.sends).isEqualTo(ROUND_ROBIN);
    }

    @Test
    void fifoLetsASlowConversationFallBehind() {
        TurnQueue queue = queue(OrderPolicy.FIFO, Integer.MAX_VALUE, 2, 3, 4);
        take(queue, 9);
        answerAll(queue, ALL_BUT_A_FIRST);
        assertThat(table.sends).containsExactly("A1", "B1", "C1", "B2", "C2", "B3", "C3", "C4", "A2");
    }

    @Test
    void strictWaitsForASlowConversation() {
        TurnQueue queue = queue(OrderPolicy.STRICT, Integer.MAX_VALUE, 2, 3, 4);
        take(queue, 9);
        answerAll(queue, ALL_BUT_A_FIRST);
        assertThat(table.sends).isEqualTo(ROUND_ROBIN);
    }

    @Test
    void cancellingLeavesNoTurnOutAndNobodyWaiting() {
        for (OrderPolicy policy : OrderPolicy.values()) {
            Table own = new Table();
            TurnQueue queue = queue(own, policy, 2, 2, 3, 4);
            take(queue, own, 9);
            List<TurnTicket> cancelled = queue.cancel();
            assertThat(own.sends.size() + cancelled.size()).isEqualTo(9);
            queue.endWaiting();
            while (!own.underWay.isEmpty()) {
                assertThat(queue.failed(own.underWay.removeFirst())).isEmpty();
            }
            take(queue, own, 1);
            assertThat(own.sends).hasSize(9 - cancelled.size());
            assertThat(own.ended).isEqualTo(9 - own.sends.size() + 1);
        }
    }

    @Test
    void aFailedTurnEndsItsConversationAndNobodyWaits() {
        for (OrderPolicy policy : OrderPolicy.values()) {
            Table own = new Table();
            TurnQueue queue = queue(own, policy, Integer.MAX_VALUE, 2, 3, 4);
            take(queue, own, 9);
            List<TurnTicket> skipped = new ArrayList<>();
            boolean failedOnce = false;
            while (!own.underWay.isEmpty()) {
                TurnTicket ticket = own.underWay.removeFirst();
                if (ticket.conversation() == 1 && !failedOnce) {
                    failedOnce = true;
                    skipped.addAll(queue.failed(ticket));
                } else {
                    queue.answered(ticket);
                }
            }
            assertThat(own.sends).as("%s", policy).hasSize(7).doesNotHaveDuplicates();
            assertThat(skipped).extracting(Table::name).containsExactly("B2", "B3");
            assertThat(own.ended).isEqualTo(2);
        }
    }

    @Test
    void slotsThatComeAfterTheLastTurnAreEndedAtOnce() {
        TurnQueue queue = queue(OrderPolicy.FIFO, Integer.MAX_VALUE, 1);
        take(queue, 1);
        queue.answered(table.underWay.removeFirst());
        take(queue, 3);
        assertThat(table.ended).isEqualTo(3);
    }

    @Test
    void theConcurrencyLimitHoldsAndSlotsAreServedFirstComeFirstServed() {
        TurnQueue queue = queue(OrderPolicy.FIFO, 2, 2, 2, 2);
        take(queue, 6);
        assertThat(table.sends).containsExactly("A1", "B1");
        queue.answered(table.underWay.removeFirst());
        assertThat(table.sends).containsExactly("A1", "B1", "C1");
        assertThat(queue.inFlight()).isEqualTo(2);
        answerAll(queue, OLDEST);
        assertThat(table.slots).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void theNextTurnIsGivenOnlyWhenTheOneBeforeIsHandedOver() {
        List<TurnTicket> sends = new ArrayList<>();
        TurnQueue queue = queue(table, OrderPolicy.FIFO, Integer.MAX_VALUE, 1, 1, 1);
        for (int i = 0; i < 3; i++) {
            queue.take(new Slot() {
                @Override
                public void send(TurnTicket ticket) {
                    sends.add(ticket);
                }

                @Override
                public void end() {}
            });
        }
        assertThat(sends).hasSize(1);
        queue.handedOver();
        assertThat(sends).hasSize(2);
    }

    @Test
    void readinessIsStampedWhenTheAnswerCame() {
        TurnQueue queue = queue(OrderPolicy.FIFO, Integer.MAX_VALUE, 2);
        take(queue, 1);
        clockNs.set(77);
        queue.answered(table.underWay.removeFirst());
        clockNs.set(99);
        take(queue, 1);
        assertThat(table.underWay.getFirst().readyNs()).isEqualTo(77);
    }

    @Test
    void everyPolicyPlaysEveryTurnOnceInItsConversationsOrder() {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(11);
        for (int round = 0; round < 300; round++) {
            OrderPolicy policy = POLICIES.get(round % POLICIES.size());
            int[] turns = new int[1 + random.nextInt(8)];
            int total = 0;
            for (int i = 0; i < turns.length; i++) {
                turns[i] = 1 + random.nextInt(5);
                total += turns[i];
            }
            Table own = new Table();
            int limit = 1 + random.nextInt(10);
            TurnQueue queue = queue(own, policy, limit, turns);
            take(queue, own, total);
            while (!own.underWay.isEmpty()) {
                assertThat(own.underWay).hasSizeLessThanOrEqualTo(limit);
                queue.answered(own.underWay.remove(random.nextInt(own.underWay.size())));
            }
            assertThat(own.sends).hasSize(total);
            for (int conversation = 0; conversation < turns.length; conversation++) {
                char letter = (char) ('A' + conversation);
                assertThat(own.sends.stream().filter(send -> send.charAt(0) == letter))
                        .as("%s of %s", letter, policy)
                        .isSorted()
                        .hasSize(turns[conversation]);
            }
            assertThat(own.orders).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void behindABarrierNoRoundBeginsBeforeTheLastOneHasEnded() {
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(11);
        for (int run = 0; run < 300; run++) {
            int[] turns = random.ints(1 + random.nextInt(6), 1, 5).toArray();
            OrderPolicy policy = POLICIES.get(run % POLICIES.size());
            Table own = new Table();
            TurnQueue queue = new TurnQueue(
                    turns, policy, random, 1 + random.nextInt(4), true, ThinkTime.always(Duration.ZERO), clockNs::get);
            own.queue = queue;
            queue.open(0);
            take(queue, own, Arrays.stream(turns).sum());
            int ended = 0;
            int skipped = 0;
            while (!own.underWay.isEmpty()) {
                int round = own.underWay.get(0).turn();
                assertThat(own.underWay).allMatch(ticket -> ticket.turn() == round);
                TurnTicket ticket = own.underWay.remove(random.nextInt(own.underWay.size()));
                ended++;
                if (random.nextInt(8) == 0) {
                    skipped += queue.failed(ticket).size();
                } else {
                    queue.answered(ticket);
                }
            }
            assertThat(ended + skipped)
                    .as("nothing is forgotten")
                    .isEqualTo(Arrays.stream(turns).sum());
            assertThat(own.ended).isEqualTo(skipped);
        }
    }

    @Test
    void randomOrderIsTheSeeds() {
        assertThat(randomSends(5)).isEqualTo(randomSends(5)).isNotEqualTo(randomSends(6));
    }

    private List<String> randomSends(long seed) {
        Table own = new Table();
        TurnQueue queue = new TurnQueue(
                new int[] {3, 3, 3, 3, 3},
                OrderPolicy.RANDOM,
                RandomSource.XO_SHI_RO_256_PP.create(seed),
                Integer.MAX_VALUE,
                clockNs::get);
        queue.open(0);
        take(queue, own, 15);
        while (!own.underWay.isEmpty()) {
            queue.answered(own.underWay.removeFirst());
        }
        return own.sends;
    }

    private TurnQueue queue(OrderPolicy policy, int limit, int... turns) {
        return queue(table, policy, limit, turns);
    }

    private TurnQueue queue(Table own, OrderPolicy policy, int limit, int... turns) {
        TurnQueue queue = new TurnQueue(turns, policy, RandomSource.XO_SHI_RO_256_PP.create(3), limit, clockNs::get);
        own.queue = queue;
        queue.open(0);
        return queue;
    }

    private void take(TurnQueue queue, int slots) {
        take(queue, table, slots);
    }

    private static void take(TurnQueue queue, Table own, int slots) {
        for (int i = 0; i < slots; i++) {
            own.queue = queue;
            queue.take(own.slot());
        }
    }

    private interface Pick {
        int of(List<TurnTicket> underWay);
    }

    private static final Pick OLDEST = underWay -> 0;

    /** A answers only when nobody else is under way. */
    private static final Pick ALL_BUT_A_FIRST = underWay -> {
        for (int i = 0; i < underWay.size(); i++) {
            if (underWay.get(i).conversation() != 0) {
                return i;
            }
        }
        return 0;
    };

    private void answerAll(TurnQueue queue, Pick pick) {
        while (!table.underWay.isEmpty()) {
            queue.answered(table.underWay.remove(pick.of(table.underWay)));
        }
    }

    /** The other side of the queue: slots that note what they were given. */
    private static final class Table {
        final List<String> sends = new ArrayList<>();
        final List<Integer> orders = new ArrayList<>();
        final List<Integer> slots = new ArrayList<>();
        final LinkedTickets underWay = new LinkedTickets();
        TurnQueue queue;
        int ended;
        private int made;

        static String name(TurnTicket ticket) {
            return (char) ('A' + ticket.conversation()) + String.valueOf(ticket.turn() + 1);
        }

        Slot slot() {
            int number = made++;
            return new Slot() {
                @Override
                public void send(TurnTicket ticket) {
                    sends.add(name(ticket));
                    orders.add(ticket.order());
                    slots.add(number);
                    underWay.add(ticket);
                    queue.handedOver();
                }

                @Override
                public void end() {
                    ended++;
                }
            };
        }
    }

    /** Tickets under way, oldest first. */
    private static final class LinkedTickets extends ArrayList<TurnTicket> {
        private static final long serialVersionUID = 1L;

        TurnTicket removeFirst() {
            return remove(0);
        }

        TurnTicket getFirst() {
            return get(0);
        }
    }
}
