package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.dataset.GeneratedShareGpt.Fate;

/** Sampling from a generated file of 20 MB, as it is, gzipped and zstd-compressed. */
class SamplingTest {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    @TempDir
    static Path folder;

    private static Path plain;
    private static Path gzip;
    private static Path zstd;
    private static int records;

    @BeforeAll
    static void generate() throws IOException {
        plain = folder.resolve("sharegpt.json");
        records = GeneratedShareGpt.write(plain, 20_000_000);
        gzip = DatasetFiles.gzip(plain);
        zstd = DatasetFiles.zstd(plain);
    }

    private static Dataset sample(Path file, int conversations, long seed) {
        return Datasets.load(
                DatasetFiles.sample(DatasetFormat.SHAREGPT, file, conversations, seed), new WordTokenizer());
    }

    private static List<String> ids(Dataset dataset) {
        return dataset.conversations().stream().map(Conversation::id).toList();
    }

    /**
     * The rule, written again: records by the n-th output of splitmix64, which is the JDK's SplittableRandom, for the
     * mixed seed; those kept by the filters.
     */
    private static List<String> expectedIds(int conversations, long seed) {
        SplittableRandom keys = new SplittableRandom(new SplittableRandom(seed - GOLDEN_GAMMA).nextLong());
        long[] keyOf = keys.longs(records).toArray();
        return IntStream.range(0, records)
                .boxed()
                .sorted(Comparator.comparingLong(record -> keyOf[record]))
                .filter(record -> GeneratedShareGpt.fate(record) == Fate.KEPT
                        || GeneratedShareGpt.fate(record) == Fate.CUT_AFTER_ONE)
                .limit(conversations)
                .map(GeneratedShareGpt::id)
                .toList();
    }

    @Test
    void theSampleIsTheOneTheSeedNames() {
        for (long seed : new long[] {1, 2, -5, Long.MIN_VALUE, GOLDEN_GAMMA}) {
            assertThat(ids(sample(plain, 300, seed))).as("seed %d", seed).isEqualTo(expectedIds(300, seed));
        }
    }

    @Test
    void aSampleIsRepeatable() {
        assertThat(sample(plain, 300, 7)).isEqualTo(sample(plain, 300, 7));
        assertThat(ids(sample(plain, 300, 7))).isNotEqualTo(ids(sample(plain, 300, 8)));
    }

    @Test
    void compressedFilesGiveTheSameSample() {
        Dataset expected = sample(plain, 300, 7);

        assertThat(sample(gzip, 300, 7).conversations()).isEqualTo(expected.conversations());
        assertThat(sample(zstd, 300, 7).conversations()).isEqualTo(expected.conversations());
        assertThat(sample(zstd, 300, 7).filtered()).isEqualTo(expected.filtered());
    }

    @Test
    void aSmallerSampleIsTheBeginningOfALargerOne() {
        List<Conversation> large = sample(plain, 1000, 7).conversations();

        for (int size : new int[] {1, 2, 10, 999}) {
            assertThat(sample(plain, size, 7).conversations()).isEqualTo(large.subList(0, size));
            assertThat(sample(gzip, size, 7).conversations()).isEqualTo(large.subList(0, size));
        }
    }

    @Test
    void structuralDefectsAreCountedOverTheWholeFile() {
        Dataset dataset = sample(plain, 10, 7);

        assertThat(dataset.recordsRead()).isEqualTo(records);
        assertThat(dataset.filtered().count(FilterReason.ODD_ENTRIES)).isEqualTo(fates(Fate.ODD));
        assertThat(dataset.filtered().count(FilterReason.FIRST_NOT_HUMAN)).isEqualTo(fates(Fate.FIRST_NOT_HUMAN));
    }

    @Test
    void everyUsableConversationCanBeTaken() {
        int usable = (int) (fates(Fate.KEPT) + fates(Fate.CUT_AFTER_ONE));

        for (Path file : List.of(plain, gzip)) {
            Dataset dataset = sample(file, usable, 7);
            assertThat(ids(dataset)).isEqualTo(expectedIds(usable, 7));
            assertThat(dataset.filtered().count(FilterReason.PROMPT_TOO_SHORT))
                    .isEqualTo(fates(Fate.FIRST_PROMPT_SHORT));
            assertThat(dataset.filtered().count(FilterReason.CUT_AT_SHORT_PROMPT))
                    .isEqualTo(fates(Fate.CUT_AFTER_ONE));
        }
    }

    private static long fates(Fate fate) {
        return IntStream.range(0, records)
                .filter(record -> GeneratedShareGpt.fate(record) == fate)
                .count();
    }

    @Test
    void fileOrderTakesTheFirstAndStops() {
        for (Path file : List.of(plain, gzip, zstd)) {
            Dataset dataset = Datasets.load(DatasetFiles.first(DatasetFormat.SHAREGPT, file, 20), new WordTokenizer());
            List<String> expected = IntStream.range(0, 23)
                    .filter(record -> record != 3 && record != 7 && record != 11)
                    .mapToObj(GeneratedShareGpt::id)
                    .toList();
            assertThat(ids(dataset)).isEqualTo(expected);
            assertThat(dataset.recordsRead()).isEqualTo(23);
        }
    }

    /** Chi-square of record against place in the order, over many seeds: below the 99.99 % quantile. */
    @Test
    void everyRecordIsAsLikelyAtEveryPlace() throws IOException {
        int size = 12;
        int seeds = 24_000;
        StringBuilder json = new StringBuilder();
        for (int i = 0; i < size; i++) {
            json.append("{\"id\":\"" + i + "\",\"data\":[\"a b c d\",\"a b c d\"]}\n");
        }
        DatasetFile file = DatasetFile.of(DatasetFiles.write(folder, "uniform.jsonl", json.toString()));
        RecordIndex index = RecordIndex.scan(file, new UltraChatFormat(), silent(), new FilterTally());
        long[][] seen = new long[size][size];
        for (int seed = 0; seed < seeds; seed++) {
            List<Integer> order = RecordOrder.seeded(index, seed).nextBatch(size);
            for (int place = 0; place < size; place++) {
                seen[order.get(place)][place]++;
            }
        }
        double expected = (double) seeds / size;
        double chiSquare = 0;
        for (long[] row : seen) {
            for (long count : row) {
                chiSquare += (count - expected) * (count - expected) / expected;
            }
        }
        // 121 degrees of freedom: mean 121, standard deviation 15.6, 99.99 % quantile 185.
        assertThat(chiSquare).isLessThan(185);
    }

    @Test
    void anOrderIsTheSameInAnyBatches() throws IOException {
        DatasetFile file = DatasetFile.of(plain);
        RecordIndex index = RecordIndex.scan(file, new ShareGptFormat(), silent(), new FilterTally());
        List<Integer> whole = RecordOrder.seeded(index, 3).nextBatch(records);
        assertThat(whole).doesNotHaveDuplicates();

        RecordOrder order = RecordOrder.seeded(index, 3);
        List<Integer> inBatches = new ArrayList<>();
        SplittableRandom sizes = new SplittableRandom(3);
        for (List<Integer> batch = order.nextBatch(1);
                !batch.isEmpty();
                batch = order.nextBatch(sizes.nextInt(1, 900))) {
            inBatches.addAll(batch);
        }
        assertThat(inBatches).isEqualTo(whole);
    }

    /** What is held is the index and the sample: only the candidates' texts are read, and only theirs tokenized. */
    @Test
    void onlyCandidatesAreMaterialised() {
        int wanted = 40;
        int batch = wanted * 5 / 4 + 16;
        for (Path file : List.of(plain, gzip, zstd)) {
            CountingFormat format = new CountingFormat();
            WordTokenizer tokenizer = new WordTokenizer();
            new DatasetLoader(
                            DatasetFiles.sample(DatasetFormat.SHAREGPT, file, wanted, 7),
                            format,
                            tokenizer,
                            TextStore.MEMORY,
                            System::nanoTime)
                    .load();

            assertThat(format.scanned).isEqualTo(records);
            assertThat(format.withText).isBetween(wanted, batch);
            assertThat(tokenizer.texts.get()).isBetween(2L * wanted, 8L * batch);
        }
    }

    @Test
    void theIndexTakesEightBytesARecord() {
        RecordIndex index = RecordIndex.scan(DatasetFile.of(gzip), new ShareGptFormat(), silent(), new FilterTally());

        assertThat(index.size()).isEqualTo(records);
        assertThat(index.offsetBytes()).isLessThanOrEqualTo(8L * records + 8 * 8192);
    }

    private static SlowProgress silent() {
        return new SlowProgress("", 1, "", 1, System::nanoTime, null);
    }

    private static final class CountingFormat implements RecordFormat {
        private final RecordFormat real = new ShareGptFormat();
        private int scanned;
        private int withText;

        @Override
        public Draft read(JsonParser json, boolean texts) throws IOException {
            if (texts) {
                withText++;
            } else {
                scanned++;
            }
            return real.read(json, texts);
        }

        @Override
        public int minAnswerTokens() {
            return real.minAnswerTokens();
        }
    }
}
