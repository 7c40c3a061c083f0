package volley.report.folder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.report.SampleRun;
import volley.servermetrics.ServerFigure;
import volley.servermetrics.ServerSample;
import volley.servermetrics.ServerSeries;

class ServerMetricsFileTest {
    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        ServerMetricsFile.write(folder, SampleRun.SERVERS);
        assertThat(ServerMetricsFile.read(folder)).contains(SampleRun.SERVERS);
    }

    @Test
    void aRunThatWasKilledHasWhatWasToldUntilThen() throws IOException {
        long startNs = 5_000;
        List<ServerSample> told = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            told.add(new ServerSample("a", startNs + i, 1, Map.of(ServerFigure.RUNNING, 1.0 + i), Optional.empty()));
        }
        Optional<ServerMetricsFile> file =
                ServerMetricsFile.open(folder, startNs, known -> told.subList(known, told.size()));
        file.orElseThrow().writeNew();
        told.add(new ServerSample("a", startNs + 3, 1, Map.of(ServerFigure.RUNNING, 0.5), Optional.empty()));
        file.orElseThrow().writeNew();
        file.orElseThrow().writeNew();

        Path lines = folder.resolve(ServerMetricsFile.NAME);
        assertThat(ServerMetricsFile.read(folder)).contains(ServerSeries.since(startNs, told));
        Files.writeString(lines, Files.readString(lines).strip().replaceFirst("..$", ""));
        assertThat(ServerMetricsFile.read(folder)).contains(ServerSeries.since(startNs, told.subList(0, 3)));
        file.orElseThrow().close();
    }

    @Test
    void aRunWithoutHasNone() throws IOException {
        assertThat(ServerMetricsFile.read(folder)).isEmpty();
    }
}
