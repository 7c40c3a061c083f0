package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.gatling.FaultyServer.Kind;

/** What becomes of a run where files, memory or the disk come to an end: it ends too, says why, and every count is right. */
class ExhaustionRunTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private Path mounted;

    private GatlingProcess run(FaultyServer server, int conversations, IntFunction<Kind> kinds) throws IOException {
        String dataset = IntStream.range(0, conversations)
                .mapToObj(i -> "{\"id\":\"" + i
                        + "\",\"conversations\":[{\"from\":\"human\",\"value\":\"Please answer Q c" + i + " "
                        + kinds.apply(i) + " now\"},{\"from\":\"gpt\",\"value\":\"this answer is never sent\"}]}")
                .collect(Collectors.joining(",", "[", "]"));
        return GatlingProcess.withoutSharedClasses(folder)
                .with("base-url", server.url())
                .with("backend", "openai")
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Files.writeString(folder.resolve("dataset.json"), dataset))
                .with("disable-shuffle", true)
                .with("num-prompts", conversations)
                .with("output-file", folder.resolve("line.jsonl"))
                .with("warmup-requests", 0)
                .with("fixed-output-len", 8);
    }

    private static JsonNode turns(GatlingProcess.Ended run) throws IOException {
        JsonNode turns = JSON.readTree(run.result("summary.json")).path("turns");
        assertThat(turns.path("ok").asInt()
                        + turns.path("failed").asInt()
                        + turns.path("skipped_after_failure").asInt()
                        + turns.path("cancelled").asInt())
                .as("%s", turns)
                .isEqualTo(turns.path("planned").asInt());
        return turns;
    }

    /** As many as cannot be open at once: the run takes them one after the other, and says so. */
    @Test
    void connectionsThatDoNotFitTheLimitOfOpenFiles() throws Exception {
        try (FaultyServer server = new FaultyServer()) {
            // The tests' class path alone is 150 open files.
            GatlingProcess.Ended run = run(server, 500, i -> Kind.PLAIN)
                    .with("request-rate", 100_000)
                    .openFiles(320)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            assertThat(turns(run).path("ok").asInt()).isEqualTo(500);
            assertThat(run.stdout()).containsPattern("no more than \\d+ requests are in flight, .* 320 files open");
            assertThat(run.result("summary.json")).contains("320 files open");
        }
    }

    @Test
    void aLineWithoutAnEndInASmallHeap() throws Exception {
        try (FaultyServer server = new FaultyServer()) {
            GatlingProcess.Ended run = run(server, 12, i -> i % 2 == 0 ? Kind.ENDLESS_LINE : Kind.PLAIN)
                    .jvm("-Xmx128m")
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
            JsonNode turns = turns(run);
            assertThat(turns.path("ok").asInt()).isEqualTo(6);
            assertThat(turns.at("/by_outcome/client_limit").asInt()).isEqualTo(6);
            assertThat(run.result("requests.jsonl")).contains("a quarter of the heap (-Xmx)");
            assertThat(run.runFolder().resolve("index.html")).exists();
        }
    }

    /** The disk is full of answers before the run is over. */
    @Test
    void resultsOnAFullDisk() throws Exception {
        mounted = Files.createDirectories(folder.resolve("results"));
        assumeTrue(
                command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", mounted.toString()),
                "skipped: this user cannot mount a small disk");
        int conversations = 6000;
        try (FaultyServer server = new FaultyServer()) {
            GatlingProcess.Ended run = run(server, conversations, i -> Kind.PLAIN)
                    .with("max-concurrency", 8)
                    .with("lens.enabled", false)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(1);
            assertThat(run.stderr())
                    .containsPattern(
                            "volley: (requests|answers).jsonl .*cannot be written \\(No space left on device\\) in .*;"
                                    + " the run is stopped, what is written is kept\n");
            JsonNode turns = turns(run);
            assertThat(turns.path("planned").asInt()).isEqualTo(conversations);
            assertThat(turns.path("ok").asInt()).isPositive();
            assertThat(turns.path("cancelled").asInt()).isPositive();
            List<String> kept = run.result("requests.jsonl").lines().toList();
            assertThat(kept).hasSizeGreaterThan(100);
            for (String line : kept.subList(0, kept.size() - 1)) {
                assertThat(JSON.readTree(line).path("outcome").asText()).isEqualTo("ok");
            }
            assertThat(run.stdout()).contains("not written: ", "a file that cannot be written");
        }
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted != null) {
            command("umount", "-l", mounted.toString());
        }
    }

    private static boolean command(String... words) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
