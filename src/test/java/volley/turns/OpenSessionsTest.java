package volley.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.OrderPolicy;

/** Conversations of which only some are under way: when one has ended, the next one begins. */
class OpenSessionsTest {
    /** Whatever ends when, and however: never more are open, they begin in their order, and no turn is lost. */
    @ParameterizedTest
    @EnumSource(
            value = OrderPolicy.class,
            names = {"FIFO", "RANDOM"})
    void asManyAsThereAreClientsAreUnderWay(OrderPolicy policy) {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int clients = 1 + random.nextInt(4);
            int[] turns = random.ints(1 + random.nextInt(30), 1, 5).toArray();
            TurnQueue queue = new TurnQueue(
                    turns, policy, RandomSource.XO_SHI_RO_256_PP.create(seed), 1 + random.nextInt(4), () -> 0);
            queue.openAtMost(clients);
            queue.open(0);
            List<TurnTicket> underWay = new ArrayList<>();
            int[] ended = {0};
            IntStream.range(0, Arrays.stream(turns).sum())
                    .forEach(slot -> queue.take(new Slot() {
                        @Override
                        public void send(TurnTicket ticket) {
                            underWay.add(ticket);
                            queue.handedOver();
                        }

                        @Override
                        public void end() {
                            ended[0]++;
                        }
                    }));
            BitSet began = new BitSet();
            int over = 0;
            int told = 0;
            while (!underWay.isEmpty()) {
                underWay.forEach(ticket -> began.set(ticket.conversation()));
                assertThat(began.cardinality() - over).as("seed %s", seed).isBetween(1, clients);
                if (policy == OrderPolicy.FIFO) {
                    assertThat(began.length()).isEqualTo(began.cardinality());
                }
                TurnTicket ticket = underWay.remove(random.nextInt(underWay.size()));
                boolean last = ticket.turn() == turns[ticket.conversation()] - 1;
                boolean fails = random.nextInt(5) == 0;
                over += fails || last ? 1 : 0;
                told++;
                if (fails) {
                    told += queue.failed(ticket).size();
                } else {
                    queue.answered(ticket);
                }
            }
            assertThat(told).as("seed %s", seed).isEqualTo(Arrays.stream(turns).sum());
            assertThat(began.cardinality()).isEqualTo(turns.length);
            assertThat(queue.waitingForAnswers()).isZero();
        }
    }
}
