package volley.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnlimitedCacheTest {
    private static final Path MOONCAKE = Path.of("../shared/data/mooncake/conversation_trace.jsonl");

    /** A use of a sequence: how much of it is looked up and how much stored. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Use(int[] sequence, int lookedUp, int stored) {}

    @Test
    void hitsAtEveryCapacityAreThoseOfAnLruCache() {
        for (int seed = 0; seed < 1500; seed++) {
            List<Use> uses = randomUses(new Random(seed));
            MissRatioCurve curve = curve(uses);
            long lookedUp = uses.stream().mapToLong(Use::lookedUp).sum();
            assertThat(curve.lookedUpTokens()).isEqualTo(lookedUp);
            for (long capacity = 0; capacity <= curve.largestDistanceTokens() + 1; capacity++) {
                assertThat(curve.hitTokens(capacity))
                        .as("seed %d, capacity %d", seed, capacity)
                        .isEqualTo(lruHits(uses, capacity));
            }
            assertThat(curve.idealHitTokens()).isEqualTo(lruHits(uses, Long.MAX_VALUE));
        }
    }

    @Test
    void theCapacityForAShareIsTheSmallestThatGivesIt() {
        for (int seed = 0; seed < 300; seed++) {
            MissRatioCurve curve = curve(randomUses(new Random(seed)));
            for (double share : new double[] {0.1, 0.5, 0.99, 1}) {
                long capacity = curve.capacityForShareTokens(share);
                assertThat(curve.hitTokens(capacity))
                        .isGreaterThanOrEqualTo((long) Math.ceil(share * curve.idealHitTokens()));
                if (capacity > 0) {
                    assertThat((double) curve.hitTokens(capacity - 1)).isLessThan(share * curve.idealHitTokens());
                }
            }
        }
    }

    /** N conversations, s symbols a round: conversation i looks up k s symbols in round k, from 1 on. */
    @Test
    void distancesOfConversationsAreTheClosedForms() {
        for (int n : new int[] {1, 2, 5, 17}) {
            for (int s : new int[] {1, 3, 64}) {
                int rounds = 5;
                List<int[]> order = new ArrayList<>();
                for (int k = 0; k < rounds; k++) {
                    for (int i = 0; i < n; i++) {
                        order.add(new int[] {i, k});
                    }
                }
                deepestDistances(order, s, (i, k) -> (n - 1L - i) * k * s + i * (k + 1L) * s + (long) k * s);
                order.sort((a, b) -> Integer.compare(a[0], b[0]));
                deepestDistances(order, s, (i, k) -> (long) k * s);
            }
        }
    }

    @Test
    void allOrNoConversationsHitWholeAtTheClosedFormsOfTheCapacity() {
        int n = 7;
        int s = 11;
        int k = 3;
        List<Use> uses = new ArrayList<>();
        for (int round = 0; round < k; round++) {
            for (int i = 0; i < n; i++) {
                uses.add(new Use(conversation(i, (round + 1) * s), 0, (round + 1) * s));
            }
        }
        for (int i = 0; i < n; i++) {
            uses.add(new Use(conversation(i, (k + 1) * s), k * s, (k + 1) * s));
        }
        long all = (n - 1L) * (k + 1) * s + (long) k * s;
        assertThat(wholeHits(uses, all)).isEqualTo(n);
        assertThat(wholeHits(uses, all - 1)).isEqualTo(n - 1);
        assertThat(wholeHits(uses, (long) n * k * s)).isEqualTo(1);
        assertThat(wholeHits(uses, (long) n * k * s - 1)).isZero();
    }

    @Test
    void mooncakesConversationTraceHasThePublishedHitRate() throws IOException {
        assumeThat(MOONCAKE).as("Mooncake's trace").exists();
        MissRatioCurve.Builder curve = new MissRatioCurve.Builder();
        int requests = 0;
        try (UnlimitedCache cache = new UnlimitedCache();
                BufferedReader lines = Files.newBufferedReader(MOONCAKE)) {
            JsonMapper json = new JsonMapper();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode ids = json.readTree(line).path("hash_ids");
                int[] blocks = new int[ids.size()];
                Arrays.setAll(blocks, i -> ids.get(i).intValue());
                use(cache, curve, new Use(blocks, blocks.length, blocks.length));
                requests++;
            }
        }
        assertThat(requests).isEqualTo(12_031);
        assertThat(curve.build().hitRate(Long.MAX_VALUE)).isCloseTo(0.3664, within(0.00005));
    }

    @Test
    void aRunIsAvailableFromTheLowestOfItsStores() {
        try (UnlimitedCache cache = new UnlimitedCache()) {
            cache.store(new int[] {1, 2, 3, 4}, 4, 50);
            cache.store(new int[] {1, 2, 9}, 3, 40);
            List<long[]> runs = new ArrayList<>();
            cache.use(
                    new int[] {1, 2, 3, 4, 5},
                    5,
                    5,
                    60,
                    (from, length, since, available, lastUse) -> runs.add(new long[] {from, length, since, available}));
            assertThat(runs).containsExactly(new long[] {0, 2, 0, 40}, new long[] {2, 2, 3, 50});
            assertThat(cache.symbols()).isEqualTo(6);
        }
    }

    private interface Expected {
        long distance(int conversation, int round);
    }

    private static void deepestDistances(List<int[]> order, int s, Expected expected) {
        try (UnlimitedCache cache = new UnlimitedCache()) {
            for (int[] request : order) {
                int known = request[1] * s;
                long[] deepest = {0};
                cache.use(
                        conversation(request[0], known + s),
                        known,
                        known + s,
                        0,
                        (from, length, since, available, lastUse) -> deepest[0] = Math.max(deepest[0], since + length));
                assertThat(deepest[0]).isEqualTo(known == 0 ? 0 : expected.distance(request[0], request[1]));
            }
        }
    }

    private static int wholeHits(List<Use> uses, long capacity) {
        BruteForceLru lru = new BruteForceLru(capacity);
        int[] byDistance = {0};
        int byLru = 0;
        try (UnlimitedCache cache = new UnlimitedCache()) {
            for (Use use : uses) {
                long[] deepest = {0};
                cache.use(
                        use.sequence,
                        use.lookedUp,
                        use.stored,
                        0,
                        (from, length, since, available, lastUse) -> deepest[0] = Math.max(deepest[0], since + length));
                if (use.lookedUp > 0) {
                    byDistance[0] += deepest[0] <= capacity ? 1 : 0;
                    byLru += lru.lookUp(use.sequence, use.lookedUp) == use.lookedUp ? 1 : 0;
                }
                lru.use(use.sequence, use.stored);
            }
        }
        assertThat(byDistance[0]).isEqualTo(byLru);
        return byLru;
    }

    private static int[] conversation(int conversation, int length) {
        int[] sequence = new int[length];
        Arrays.setAll(sequence, i -> conversation * 1_000_000 + i);
        return sequence;
    }

    private static MissRatioCurve curve(List<Use> uses) {
        MissRatioCurve.Builder curve = new MissRatioCurve.Builder();
        try (UnlimitedCache cache = new UnlimitedCache()) {
            uses.forEach(use -> use(cache, curve, use));
        }
        return curve.build();
    }

    private static void use(UnlimitedCache cache, MissRatioCurve.Builder curve, Use use) {
        curve.request(use.lookedUp);
        cache.use(
                use.sequence,
                use.lookedUp,
                use.stored,
                0,
                (from, length, since, available, lastUse) -> curve.run(since, length));
    }

    private static long lruHits(List<Use> uses, long capacity) {
        BruteForceLru lru = new BruteForceLru(capacity);
        long hits = 0;
        for (Use use : uses) {
            hits += lru.lookUp(use.sequence, use.lookedUp);
            lru.use(use.sequence, use.stored);
        }
        return hits;
    }

    /** Few different symbols, and many sequences that begin like an earlier one. */
    private static List<Use> randomUses(Random random) {
        List<Use> uses = new ArrayList<>();
        int count = 2 + random.nextInt(14);
        for (int i = 0; i < count; i++) {
            int[] base = uses.isEmpty() || random.nextInt(4) == 0
                    ? new int[0]
                    : uses.get(random.nextInt(uses.size())).sequence;
            int kept = base.length == 0 ? 0 : random.nextInt(base.length + 1);
            int[] sequence = Arrays.copyOf(base, Math.max(1, kept + random.nextInt(6)));
            for (int j = kept; j < sequence.length; j++) {
                sequence[j] = random.nextInt(3);
            }
            int stored = random.nextInt(sequence.length + 1);
            int lookedUp = random.nextInt(stored + 1);
            uses.add(new Use(sequence, lookedUp, stored));
        }
        return uses;
    }
}
