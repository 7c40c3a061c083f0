package volley.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecencyStackTest {
    /** Slots run out again and again, and the items grow beyond what there is room for at first. */
    @Test
    void sumsAreThoseOfAListByLastTouch() {
        Random random = new Random(4);
        RecencyStack stack = new RecencyStack();
        Map<Integer, Long> oldestFirst = new LinkedHashMap<>();
        int items = 0;
        for (int step = 0; step < 20_000; step++) {
            int item = items > 0 && random.nextInt(5) > 0 ? random.nextInt(items) : items++;
            Long weight = oldestFirst.remove(item);
            if (weight != null) {
                stack.remove(item, weight);
            }
            long pushed = 1L + random.nextInt(9);
            stack.push(item, pushed);
            oldestFirst.put(item, pushed);
            if (step % 50 == 0) {
                int asked = random.nextInt(items);
                assertThat(stack.touchedSince(asked)).isEqualTo(after(oldestFirst, asked));
            }
        }
        assertThat(items).isGreaterThan(2048);
    }

    private static long after(Map<Integer, Long> oldestFirst, int item) {
        long sum = 0;
        boolean found = false;
        for (Map.Entry<Integer, Long> entry : oldestFirst.entrySet()) {
            sum += found ? entry.getValue() : 0;
            found |= entry.getKey() == item;
        }
        return sum;
    }
}
