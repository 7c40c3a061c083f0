package volley.results;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.report.compare.Comparison;
import volley.report.compare.ServerRun;

class StoppedComparisonTest {
    @TempDir
    Path folder;

    private final List<ServerRun> runs = new ArrayList<>();
    private final List<String> said = new ArrayList<>();

    private void run(String server, String name, int ok, int cancelled) throws IOException {
        Path own = Files.createDirectories(folder.resolve(name));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < ok; i++) {
            lines.append("{\"order\":" + i + ",\"conversation\":" + i + ",\"turn\":0,\"outcome\":\"ok\",\"ttft_ns\":"
                    + (i + 1) * 1_000_000L
                    + ",\"tpot_ns\":null,\"e2e_latency_ns\":9000000,\"prompt_tokens\":10,\"cached_tokens\":0}\n");
        }
        Files.writeString(own.resolve("requests.jsonl"), lines);
        Files.writeString(
                own.resolve("summary.json"),
                "{\"simulation\":\"compareservers of " + server
                        + "\",\"started_at\":\"2026-03-07T12:34:56Z\",\"versions\":{\"volley\":\"1\"},\"parameters\":{},"
                        + "\"plan_sha256\":\"p\",\"seed\":1,\"turns\":{\"planned\":" + (ok + cancelled)
                        + ",\"by_outcome\":"
                        + "{\"ok\":" + ok + ",\"cancelled\":" + cancelled + "}},\"run\":{}}");
        runs.add(new ServerRun(server, own));
    }

    private void write() {
        ComparisonReports.writeOfStopped(folder, runs, Comparison.Rule.DEFAULT, List.of("a note"), said::add);
    }

    @Test
    void whatIsWholeIsCompared() throws IOException {
        run("a", "a-1", 4, 0);
        run("b", "b-1", 4, 0);
        run("b", "b-2", 2, 2);
        run("a", "a-2", 0, 4);
        write();
        JsonNode comparison =
                new JsonMapper().readTree(folder.resolve("comparison.json").toFile());
        assertThat(comparison.toString())
                .contains("a note", "the runs were stopped by a signal: 2 of 4 are whole")
                .contains("a-1", "b-1")
                .doesNotContain("b-2", "a-2");
        assertThat(folder.resolve("comparison.html")).exists();
        assertThat(said.get(0)).contains("the runs were stopped by a signal");
    }

    @Test
    void runsOfOneServerAreNamed() throws IOException {
        run("a", "a-1", 4, 0);
        run("b", "b-1", 2, 2);
        write();
        assertThat(said)
                .containsExactly("Comparison  none: the runs were stopped by a signal: 1 of 2 are whole (a-1); each"
                        + " folder has what there is of its run");
        assertThat(folder.resolve("comparison.json")).doesNotExist();
    }

    @Test
    void aRunThatLeftNothingIsNotWhole() throws IOException {
        run("a", "a-1", 4, 0);
        runs.add(new ServerRun("b", folder.resolve("b-1")));
        write();
        assertThat(said).singleElement().asString().contains("1 of 2 are whole (a-1)");
    }
}
