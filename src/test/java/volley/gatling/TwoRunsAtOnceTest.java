package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs of one simulation beside each other in one results folder: each has the whole of its results, and nothing else. */
class TwoRunsAtOnceTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path temp;

    @ParameterizedTest
    @CsvSource({"Multiturn, num-prompts, ''", "SyntheticMultiturn, num-clients, 'rate-80,rate-40'"})
    void eachHasItsOwnFolder(String simulation, String size, String rates) throws Exception {
        Path results = temp.resolve("results");
        Files.createDirectories(results.resolve(simulation.toLowerCase(Locale.ROOT) + "-20991231235959999"));
        List<CompletableFuture<GatlingProcess.Ended>> both =
                List.of(start(simulation, size, 4), start(simulation, size, 6));
        List<GatlingProcess.Ended> ended =
                both.stream().map(CompletableFuture::join).toList();

        Set<Path> folders = new HashSet<>();
        List<Integer> sizes = List.of(4, 6);
        for (int i = 0; i < sizes.size(); i++) {
            GatlingProcess.Ended run = ended.get(i);
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            for (Path folder : folders(run, rates)) {
                assertThat(folders.add(folder))
                        .as("%s is of one run only", folder)
                        .isTrue();
                whole(folder, sizes.get(i));
            }
        }
        try (Stream<Path> future =
                Files.list(results.resolve(simulation.toLowerCase(Locale.ROOT) + "-20991231235959999"))) {
            assertThat(future).isEmpty();
        }
    }

    private CompletableFuture<GatlingProcess.Ended> start(String simulation, String size, int conversations) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new GatlingProcess(Files.createDirectories(temp.resolve("run-" + conversations)))
                        .resultsIn(temp.resolve("results"))
                        .with(size, conversations)
                        .with("fixed-output-len", 4)
                        .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                        .with(
                                "dataset-path",
                                Path.of("data", "sharegpt.sample.json").toAbsolutePath())
                        .with(
                                simulation.equals("Multiturn") ? "request-rate" : "sweep-rates",
                                simulation.equals("Multiturn") ? "80" : "80,40")
                        .with("output-file", "line.jsonl")
                        .run("volley." + simulation);
            } catch (IOException | InterruptedException e) {
                throw new CompletionException(e);
            }
        });
    }

    /** Those that the run names on its console. */
    private static List<Path> folders(GatlingProcess.Ended run, String rates) {
        List<Path> pages = run.stdout()
                .lines()
                .filter(line -> line.startsWith("Page "))
                .map(line -> Path.of(line.substring("Page".length()).strip()).getParent())
                .toList();
        assertThat(pages).as(run.stdout()).hasSize(rates.isEmpty() ? 1 : 2);
        if (!rates.isEmpty()) {
            assertThat(pages).extracting(page -> page.getFileName().toString()).containsExactly(rates.split(","));
        }
        return pages;
    }

    private static void whole(Path folder, int conversations) throws IOException {
        JsonNode summary = JSON.readTree(folder.resolve("summary.json").toFile());
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("requests.jsonl"))) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).hasSize(summary.at("/turns/planned").asInt());
        assertThat(lines.stream().map(line -> line.path("conversation").asInt()).distinct())
                .hasSize(conversations);
        assertThat(folder).isDirectoryContaining("glob:**/volley.html");
    }
}
