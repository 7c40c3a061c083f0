package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.metrics.ExchangeBuilder;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;

class AnswerFileTest {
    @TempDir
    Path folder;

    @Test
    void answersAreFoundByTheOrderOfTheirRequests() throws IOException {
        write(turn(7, "first, \\\"quoted\\\" \\u00e4"), turn(3, ",\\\"answer\\\":\\\"not this\\\"}"), turn(5, ""));
        try (AnswerFile answers = AnswerFile.open(folder)) {
            assertThat(answers.text(7)).hasValue("first, \"quoted\" ä");
            assertThat(answers.text(3)).hasValue(",\"answer\":\"not this\"}");
            assertThat(answers.text(5)).hasValue("");
            assertThat(answers.text(4)).isEmpty();
            assertThat(answers.text(100_000)).isEmpty();
        }
    }

    @Test
    void aLineThatWasCutOffIsLeftOut() throws IOException {
        write(turn(0, "whole"), turn(1, "cut off"));
        Path file = folder.resolve(AnswerFile.NAME);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5), StandardOpenOption.TRUNCATE_EXISTING);
        List<Integer> orders = new ArrayList<>();
        AnswerFile.forEach(file, answer -> orders.add(answer.order()));
        assertThat(orders).containsExactly(0);
    }

    /** JSON forbids them, but a server may send them; each answer must stay one line. */
    @Test
    void bareControlCharactersBreakNoLine() throws IOException {
        write(turn(0, "two\nlines\tand\rmore"), turn(1, "next"));
        assertThat(Files.readAllLines(folder.resolve(AnswerFile.NAME))).hasSize(2);
        try (AnswerFile answers = AnswerFile.open(folder)) {
            assertThat(answers.text(0)).hasValue("two lines and more");
        }
    }

    private void write(TurnRecord... turns) throws IOException {
        try (AnswerLog log = new AnswerLog(folder)) {
            for (TurnRecord turn : turns) {
                log.add(turn, RequestFigures.of(turn, String::length));
            }
        }
    }

    private static TurnRecord turn(int order, String escaped) {
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(escaped)).isTrue();
        return new ExchangeBuilder().content(10).done(11).answer(escaped).turn(order, order, 0, 4);
    }
}
