package volley.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ShortPiecesTest {
    @Test
    void othersGoFirstAfterEachTenthOfAMillisecond() {
        AtomicLong nowNs = new AtomicLong(Long.MAX_VALUE - 150_000);
        List<Long> asideAfterNs = new ArrayList<>();
        long beganNs = nowNs.get();
        ShortPieces pieces = new ShortPieces(nowNs::get, () -> asideAfterNs.add(nowNs.addAndGet(70_000) - beganNs));
        for (int step = 0; step < 9; step++) {
            nowNs.addAndGet(40_000);
            pieces.afterStep();
        }
        assertThat(asideAfterNs).containsExactly(190_000L, 380_000L, 570_000L);
    }
}
