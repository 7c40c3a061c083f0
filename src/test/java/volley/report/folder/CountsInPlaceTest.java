package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.client.Usage;
import volley.metrics.ExchangeBuilder;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;
import volley.report.SampleRun;

/** Counts in place are those of the file read and written again. */
class CountsInPlaceTest {
    @TempDir
    Path folder;

    @Test
    void bothWaysCountTheSame() throws IOException {
        List<TurnRecord> turns = new ArrayList<>(SampleRun.TURNS);
        Random random = new Random(3);
        while (turns.size() < 700) {
            ExchangeBuilder exchange = new ExchangeBuilder()
                    .sent(turns.size())
                    .content(turns.size() + 1)
                    .done(turns.size() + 2);
            if (random.nextInt(4) > 0) {
                exchange.usage(100, 1, 0);
            }
            int byClient = random.nextInt(3) == 0 ? 5 : Usage.ABSENT;
            turns.add(exchange.answer("a").turn(turns.size(), random.nextInt(60), random.nextInt(9), byClient));
        }
        PromptCounter counter = (conversation, turn, answers) -> random(conversation, turn) + answers.size();
        for (IntPredicate compared : List.<IntPredicate>of(order -> false, order -> order % 7 == 0, order -> true)) {
            Path one = Files.createTempDirectory(folder, "one");
            Path other = Files.createTempDirectory(folder, "other");
            List<String> told = new ArrayList<>();
            List<String> toldOfOther = new ArrayList<>();
            CountedPrompts.Receiver receiver = (row, turn, byServer, byClient) ->
                    told.add(List.of(row, turn, byServer, byClient).toString());
            CountedPrompts.Receiver ofOther = (row, turn, byServer, byClient) ->
                    toldOfOther.add(List.of(row, turn, byServer, byClient).toString());
            try (RequestRows rows = write(one, turns, true);
                    RequestRows unused = write(other, turns, false)) {
                try (CountedPrompts counted = CountsInPlace.of(one, rows, counter, compared, receiver)) {
                    counted.keep();
                }
                try (CountedPrompts counted = PromptCounts.of(other, counter, compared, ofOther)) {
                    counted.keep();
                }
                assertThat(told).isNotEmpty().isEqualTo(toldOfOther);
                assertThat(lines(one)).hasSize(turns.size()).isEqualTo(lines(other));
                assertThat(rows.read().size()).as("read once more").isEqualTo(turns.size());
            }
        }
    }

    /** Of every number of digits that there is. */
    private static int random(int conversation, int turn) {
        long digits = Math.round(Math.pow(10, new Random(31L * conversation + turn).nextInt(10)));
        return Math.toIntExact(digits) + turn;
    }

    private static RequestRows write(Path run, List<TurnRecord> turns, boolean room) throws IOException {
        Files.createFile(run.resolve(AnswerFile.NAME));
        RequestRows rows = new RequestRows(run, ExchangeBuilder.RUN_START_NS);
        FileChannel file = FileChannel.open(
                run.resolve(RequestLog.FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try (RequestLog log = new RequestLog(file, ExchangeBuilder.RUN_START_NS, () -> {})) {
            if (room) {
                log.countsComeLater();
            }
            for (TurnRecord turn : turns) {
                RequestFigures figures = RequestFigures.of(turn, null);
                rows.add(turn, figures, log.write(turn, figures));
            }
        }
        return rows;
    }

    private static List<JsonNode> lines(Path run) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(run.resolve(RequestLog.FILE_NAME))) {
            lines.add(new JsonMapper().readTree(line));
        }
        return lines;
    }
}
