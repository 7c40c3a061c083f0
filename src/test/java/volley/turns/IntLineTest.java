package volley.turns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntLineTest {
    private static final int MOST = 7;

    @Test
    void theFirstInIsTheFirstOut() {
        Random random = new Random(20);
        IntLine line = new IntLine(MOST);
        ArrayDeque<Integer> expected = new ArrayDeque<>();
        for (int step = 0; step < 10_000; step++) {
            if (expected.size() < MOST && random.nextBoolean()) {
                line.addLast(step);
                expected.addLast(step);
            } else if (!expected.isEmpty()) {
                assertThat(line.removeFirst()).isEqualTo(expected.removeFirst());
            }
            assertThat(line.isEmpty()).isEqualTo(expected.isEmpty());
        }
    }

    @Test
    void neitherMoreThanThereIsRoomForNorOneOfNone() {
        IntLine line = new IntLine(1);
        assertThatThrownBy(line::removeFirst).isInstanceOf(IllegalStateException.class);
        line.addLast(1);
        assertThatThrownBy(() -> line.addLast(2)).isInstanceOf(IllegalStateException.class);
    }
}
