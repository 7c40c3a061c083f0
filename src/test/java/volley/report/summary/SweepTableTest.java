package volley.report.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.metrics.ExchangeBuilder;
import volley.metrics.PercentileRule;
import volley.metrics.RunAccumulator;
import volley.metrics.RunFigures;
import volley.metrics.TokenTotals.Retokenized;
import volley.metrics.TurnRecord;
import volley.report.GoldenFile;
import volley.report.SampleRun;

class SweepTableTest {
    private static final String OF_ALL = "the server is simulated";

    @TempDir
    Path folder;

    private final SweepTable table = new SweepTable(List.of(
            new SweepTable.Row(Double.POSITIVE_INFINITY, "rate-inf", figures(SampleRun.TURNS), List.of(OF_ALL)),
            new SweepTable.Row(2.5, "rate-2.5", figures(List.of()), List.of(OF_ALL, "no \"flush\""))));

    @Test
    void fileToTheByte() throws IOException {
        Path file = folder.resolve(SweepTable.FILE_NAME);
        table.write(file);
        GoldenFile.assertMatches("sweep.json", Files.readString(file));
    }

    @Test
    void consoleToTheByte() {
        GoldenFile.assertMatches("sweep.txt", table.consoleText());
    }

    @Test
    void onlyNotesThatNotAllRatesHaveStandBelow() {
        assertThat(table.consoleText()).contains("! at 2.50/s: no \"flush\"").doesNotContain(OF_ALL);
    }

    private static RunFigures figures(List<TurnRecord> turns) {
        RunAccumulator run = new RunAccumulator(ExchangeBuilder.RUN_START_NS, null);
        turns.forEach(run::accept);
        return run.figures(turns.size(), Retokenized.NONE, PercentileRule.LINEAR);
    }
}
