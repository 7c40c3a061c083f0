package volley.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.BadInputException;
import volley.config.TurnSelection;
import volley.hub.Hub;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

/** Whatever is in a file: it is read, or refused in one line that names it. */
class MutatedDatasetTest {
    private static final int MUTATIONS = 300;
    private static final int MOST_BYTES = 6_000;

    private static final String[] NASTY = {
        "null",
        "NaN",
        "-Infinity",
        "{}",
        "[]",
        "\"\"",
        "\\",
        "\"",
        "{",
        "]",
        ",",
        "\n",
        "\r\n",
        "\u0000",
        "-1",
        "1e999",
        "99999999999999999999",
        "0.5",
        "true",
        "\\ud800",
        "\ufeff",
        "'",
        "\u00e4",
        "[[[[[[[[",
        "\"timestamp\": -5,",
        "\"hash_ids\": null,",
        "\"conversations\": 7,",
        "\"data\": [null],",
        "\"images\": \"\\u0000\","
    };

    private static final Tokenizer BUNDLED = Tokenizers.load("data/tokenizer", Hub.ofThisProcess());

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(DatasetFormat.class)
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aMutatedFileIsReadOrRefusedInOneLine(DatasetFormat format) throws IOException {
        byte[] sample = Files.readAllBytes(format.sample());
        byte[] head = sample.length > MOST_BYTES ? wholeLines(sample) : sample;
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(18);
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = head;
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                mutated = mutate(mutated, random);
            }
            Path file = Files.write(folder.resolve("mutated"), mutated);
            check(format, file, random.nextBoolean(), "mutation " + i);
        }
    }

    private static void check(DatasetFormat format, Path file, boolean shuffle, String which) {
        DatasetRequest request = new DatasetRequest(
                format, file, OptionalInt.empty(), shuffle, 1, OptionalInt.empty(), TurnSelection.MULTI_TURN, false);
        MediaSource media = new MediaSource(
                Optional.of(Path.of("data/NExTVideo")),
                Optional.empty(),
                each -> new EncodedMedia(Path.of("no-file"), 1, "identity"));
        try {
            Dataset dataset = Datasets.load(request, tokenizer(format), media, TextStore.MEMORY);
            assertThat(dataset.conversations()).as(which).isNotEmpty();
        } catch (BadInputException e) {
            assertThat(e.getMessage()).as(which).contains("mutated").doesNotContain("\n", "Exception");
        } catch (RuntimeException e) {
            throw new AssertionError(format + ", " + which, e);
        }
    }

    /** A trace needs words to make texts of. */
    private static Tokenizer tokenizer(DatasetFormat format) {
        return format == DatasetFormat.MOONCAKE ? BUNDLED : new WordTokenizer();
    }

    /** So many whole lines of a text that is one record a line or an array of records. */
    private static byte[] wholeLines(byte[] sample) {
        String text = new String(sample, 0, MOST_BYTES, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf('\n');
        return (end < 0 ? text : text.substring(0, end)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] mutate(byte[] bytes, RandomGenerator random) {
        if (bytes.length == 0) {
            return bytes;
        }
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(40));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        switch (random.nextInt(6)) {
            case 0 -> out.write(random.nextInt(256));
            case 1 -> out.writeBytes(NASTY[random.nextInt(NASTY.length)].getBytes(StandardCharsets.UTF_8));
            case 2 -> {
                out.write(bytes, from, to - from);
                out.write(bytes, from, to - from);
            }
            case 3 -> out.writeBytes(atValue(bytes, from, random));
            case 4 -> {
                return out.toByteArray();
            }
            default -> {}
        }
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }

    /** What follows, with the next value replaced by a nasty one. */
    private static byte[] atValue(byte[] bytes, int from, RandomGenerator random) {
        int colon = from;
        while (colon < bytes.length && bytes[colon] != ':' && bytes[colon] != ',') {
            colon++;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, from, Math.min(bytes.length, colon + 1) - from);
        out.writeBytes(NASTY[random.nextInt(NASTY.length)].getBytes(StandardCharsets.UTF_8));
        out.write(',');
        return out.toByteArray();
    }
}
