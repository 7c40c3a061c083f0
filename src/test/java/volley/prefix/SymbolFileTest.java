package volley.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolFileTest {
    /** In memory only, in both, and nearly all in the file. */
    @ParameterizedTest
    @ValueSource(ints = {1 << 20, 20_000, 100, 7, 1})
    void holdsWhatWasAppended(int longestTail) {
        RandomGenerator random = new Random(3);
        int[] all = random.ints(60_000, 0, 3).toArray();
        try (SymbolFile file = new SymbolFile(longestTail)) {
            for (int at = 0; at < all.length; ) {
                int to = Math.min(all.length, at + 1 + random.nextInt(random.nextBoolean() ? 10 : 20_000));
                assertThat(file.append(all, at, to)).isEqualTo(at);
                at = to;
            }
            for (int i = 0; i < 200; i++) {
                int place = random.nextInt(all.length);
                assertThat(file.get(place)).isEqualTo(all[place]);
                int length = random.nextInt(all.length - place);
                int[] same = Arrays.copyOfRange(all, place, place + length);
                int differs = random.nextBoolean() || length == 0 ? length : random.nextInt(length);
                if (differs < length) {
                    same[differs] = -1;
                }
                assertThat(file.equalRun(place, same, 0, length)).isEqualTo(differs);
            }
        }
    }
}
