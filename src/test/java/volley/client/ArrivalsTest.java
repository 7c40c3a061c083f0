package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
    @Test
    void timesDoNotGoBackAndStayBetweenTheirReads() {
        Arrivals arrivals = new Arrivals();
        long[] toldNs = {5, 30, 20, 25, 40, 99};
        for (int i = 0; i < toldNs.length; i++) {
            arrivals.add(10 * (i + 1), toldNs[i]);
        }

        arrivals.putInOrder(10, 50);

        assertThat(IntStream.range(0, arrivals.size()).mapToLong(arrivals::timeNs))
                .containsExactly(10L, 30L, 30L, 30L, 40L, 50L);
        assertThat(IntStream.range(0, arrivals.size()).map(arrivals::end)).containsExactly(10, 20, 30, 40, 50, 60);
    }
}
