package volley.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PrefixCacheTest {
    @Test
    void matchesTokenByToken() {
        PrefixCache cache = new PrefixCache(100);
        cache.insert(ids(1, 2, 3, 4));

        assertThat(cache.match(ids(1, 2, 3, 4, 5), 5)).isEqualTo(4);
        assertThat(cache.match(ids(1, 2, 9), 3)).isEqualTo(2);
        assertThat(cache.match(ids(1, 2, 3, 4), 3))
                .as("no further than the limit")
                .isEqualTo(3);
        assertThat(cache.match(ids(2, 3), 2)).isZero();
        assertThat(cache.sizeTokens()).as("a match stores nothing").isEqualTo(4);
    }

    @Test
    void sharedPrefixesAreStoredOnce() {
        PrefixCache cache = new PrefixCache(100);
        cache.insert(ids(1, 2, 3, 4));
        cache.insert(ids(1, 2, 7, 8, 9));
        cache.insert(ids(1, 2));

        assertThat(cache.sizeTokens()).isEqualTo(7);
    }

    @Test
    void theLeafUsedLongestAgoGoesFirst() {
        PrefixCache cache = new PrefixCache(6);
        cache.insert(ids(1, 1, 1));
        cache.insert(ids(2, 2, 2));
        assertThat(cache.match(ids(1, 1, 1), 3)).isEqualTo(3);
        cache.insert(ids(3, 3));

        assertThat(cache.match(ids(2, 2, 2), 3)).as("used before 1 1 1").isZero();
        assertThat(cache.match(ids(1, 1, 1), 3)).isEqualTo(3);
        assertThat(cache.match(ids(3, 3), 2)).isEqualTo(2);
    }

    @Test
    void aSharedPrefixOutlivesTheBranchesBelowIt() {
        PrefixCache cache = new PrefixCache(6);
        cache.insert(ids(1, 1, 2, 2));
        cache.insert(ids(1, 1, 3, 3));
        cache.insert(ids(9, 9));

        assertThat(cache.match(ids(1, 1, 2, 2), 4))
                .as("the older branch is gone")
                .isEqualTo(2);
        assertThat(cache.match(ids(1, 1, 3, 3), 4)).isEqualTo(4);
        assertThat(cache.match(ids(9, 9), 2)).isEqualTo(2);
    }

    @Test
    void moreThanTheCapacityIsStoredOnlyAsFarAsItFits() {
        PrefixCache cache = new PrefixCache(3);
        cache.insert(ids(5));
        cache.insert(ids(1, 2, 3, 4, 5));

        assertThat(cache.match(ids(1, 2, 3, 4, 5), 5)).isEqualTo(3);
        assertThat(cache.sizeTokens()).isEqualTo(3);
    }

    @Test
    void noCapacityIsNoCache() {
        PrefixCache cache = new PrefixCache(0);
        cache.insert(ids(1, 2));

        assertThat(cache.match(ids(1, 2), 2)).isZero();
    }

    /** With room for everything, the match is the longest common prefix with anything stored. */
    @Test
    void agreesWithALinearSearch() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 300; round++) {
            PrefixCache cache = new PrefixCache(1_000_000);
            List<int[]> stored = new ArrayList<>();
            for (int step = 0; step < 30; step++) {
                int[] query = random.ints(random.nextInt(1, 12), 0, 3).toArray();
                int expected = stored.stream()
                        .mapToInt(one -> commonPrefix(one, query))
                        .max()
                        .orElse(0);
                assertThat(cache.match(query, query.length)).isEqualTo(expected);
                if (random.nextBoolean()) {
                    cache.insert(query);
                    stored.add(query);
                }
            }
            long distinctPrefixes = stored.stream()
                    .flatMap(one -> java.util.stream.IntStream.rangeClosed(1, one.length)
                            .mapToObj(length -> Arrays.toString(Arrays.copyOf(one, length))))
                    .distinct()
                    .count();
            assertThat(cache.sizeTokens()).isEqualTo((int) distinctPrefixes);
        }
    }

    @Test
    void neverHoldsMoreThanItsCapacityAndAlwaysTheNewest() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < 300; round++) {
            int capacity = random.nextInt(1, 25);
            PrefixCache cache = new PrefixCache(capacity);
            for (int step = 0; step < 40; step++) {
                int[] newest = random.ints(random.nextInt(1, 12), 0, 3).toArray();
                cache.insert(newest);
                assertThat(cache.sizeTokens()).isBetween(1, capacity);
                assertThat(cache.match(newest, newest.length)).isEqualTo(Math.min(newest.length, capacity));
            }
            cache.clear();
            assertThat(cache.sizeTokens()).isZero();
        }
    }

    private static int commonPrefix(int[] a, int[] b) {
        int mismatch = Arrays.mismatch(a, b);
        return mismatch < 0 ? a.length : mismatch;
    }

    private static int[] ids(int... ids) {
        return ids;
    }
}
