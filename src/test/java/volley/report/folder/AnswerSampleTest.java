package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.Retokenize;
import volley.metrics.ExchangeBuilder;
import volley.metrics.RequestFigures;
import volley.metrics.TokenTotals.Retokenized;

class AnswerSampleTest {
    @TempDir
    Path folder;

    @Test
    void ofFewAnswersItHasAllInTheOrderOfTheFile() {
        AnswerSample sample = new AnswerSample(10, 1000);
        IntStream.range(0, 10).forEach(order -> sample.see(order, order * 7L, 7));

        assertThat(sample.places())
                .extracting(AnswerSample.Place::startByte)
                .containsExactly(0L, 7L, 14L, 21L, 28L, 35L, 42L, 49L, 56L, 63L);
        assertThat(sample.seen()).isEqualTo(10);
    }

    @Test
    void itIsTheSameInWhateverOrderAnswersEnd() {
        List<Integer> orders = new ArrayList<>(IntStream.range(0, 3000).boxed().toList());
        List<AnswerSample.Place> first = places(orders);
        Collections.shuffle(orders, new Random(5));

        assertThat(first).hasSize(100);
        assertThat(places(orders)).isEqualTo(first);
    }

    private static List<AnswerSample.Place> places(List<Integer> orders) {
        AnswerSample sample = new AnswerSample(100, 1L << 20);
        orders.forEach(order -> sample.see(order, order * 100L, 50 + order % 7));
        return sample.places();
    }

    /** Long answers must be as likely as short ones, also where their bytes are the bound. */
    @Test
    void itsMeanIsThatOfAll() {
        for (AnswerSample sample : List.of(new AnswerSample(2_000, 1L << 30), new AnswerSample(100_000, 1L << 20))) {
            for (int order = 0; order < 60_000; order++) {
                sample.see(order, order, order % 10 == 0 ? 2_000 : 300);
            }
            double mean = sample.places().stream()
                    .mapToInt(AnswerSample.Place::bytes)
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(470, within(40.0));
        }
    }

    @Test
    void itsBytesAreBoundButOneAnswerIsAlwaysInIt() {
        AnswerSample sample = new AnswerSample(100, 1_000);
        IntStream.range(0, 500).forEach(order -> sample.see(order, order, 30 + order % 50));
        assertThat(sample.places().stream().mapToLong(AnswerSample.Place::bytes).sum())
                .isBetween(900L, 1_000L);

        AnswerSample ofHuge = new AnswerSample(100, 1_000);
        IntStream.range(0, 5).forEach(order -> ofHuge.see(order, order, 5_000));
        assertThat(ofHuge.places()).hasSize(1);
    }

    @Test
    void theLogsSampleIsThatOfItsFileAndStandsForAll() throws IOException {
        int answers = AnswerSample.MOST_ANSWERS + 500;
        Retokenized whileWriting;
        try (AnswerLog log = new AnswerLog(folder)) {
            for (int order = 0; order < answers; order++) {
                var turn = new ExchangeBuilder()
                        .content(10)
                        .done(11)
                        .usage(3, 1, 0)
                        .answer("x".repeat(1 + order % 100))
                        .turn(order, order, 0, 1);
                log.add(turn, RequestFigures.of(turn, String::length));
            }
            whileWriting = log.count(Retokenize.SAMPLE, String::length);
            assertThat(log.count(Retokenize.NONE, String::length)).isEqualTo(Retokenized.NONE);
        }
        Path file = folder.resolve(AnswerFile.NAME);
        assertThat(AnswerFile.countSample(file, order -> true, String::length)).isEqualTo(whileWriting);
        assertThat(whileWriting.ofSample()).isTrue();
        assertThat(whileWriting.answers()).isEqualTo(AnswerSample.MOST_ANSWERS);
        assertThat(whileWriting.allAnswers()).isEqualTo(answers);
        Retokenized all = AnswerFile.count(file, order -> true, String::length);
        assertThat(all.ofSample()).isFalse();
        assertThat(all.tokens())
                .isEqualTo(IntStream.range(0, answers)
                        .map(order -> 1 + order % 100)
                        .sum());
        assertThat((double) whileWriting.tokens()).isCloseTo((double) all.tokens(), within(0.03 * all.tokens()));

        int few = 700;
        Retokenized ofFew = AnswerFile.countSample(file, order -> order < few, String::length);
        assertThat(ofFew).isEqualTo(AnswerFile.count(file, order -> order < few, String::length));
        assertThat(Files.size(file)).isPositive();
    }
}
