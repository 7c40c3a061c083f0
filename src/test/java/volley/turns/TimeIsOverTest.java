package volley.turns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import volley.config.OrderPolicy;

/** A queue whose time ends before its turns do. */
class TimeIsOverTest {
    private final AtomicLong nowNs = new AtomicLong();
    private final List<TurnTicket> given = new ArrayList<>();
    private int ended;

    @Test
    void fromItsEndOnNoTurnIsGivenAndThoseWhoWaitAreEndedWhenToldSo() {
        TurnQueue queue = new TurnQueue(
                new int[] {2, 2}, OrderPolicy.FIFO, RandomSource.XO_SHI_RO_256_PP.create(1), 9, nowNs::get);
        queue.giveNoneFrom(100);
        queue.open(0);
        ask(queue);
        nowNs.set(99);
        ask(queue);
        assertThat(given).hasSize(2);
        nowNs.set(100);
        queue.answered(given.get(0));
        ask(queue);
        assertThat(given).as("its next turn is ready, but its time is over").hasSize(2);
        assertThat(ended).isZero();

        assertThat(queue.cancel()).extracting(TurnTicket::turn).containsExactly(1, 1);
        queue.endWaiting();
        assertThat(ended).isEqualTo(1);
        ask(queue);
        assertThat(ended).isEqualTo(2);
        assertThat(queue.failed(given.get(1))).as("nothing is skipped twice").isEmpty();
        assertThat(given).hasSize(2);
    }

    private void ask(TurnQueue queue) {
        queue.take(new Slot() {
            @Override
            public void send(TurnTicket ticket) {
                given.add(ticket);
                queue.handedOver();
            }

            @Override
            public void end() {
                ended++;
            }
        });
    }
}
