package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code bin/try-real-server} makes of a run and a server's log, without the server. */
class TryRealServerTest {
    private static final Path LIBRARY = Path.of("bin", "lib").toAbsolutePath();
    private static final String REQUEST =
            "{\"order\":%d,\"turn\":0,\"sent_ns\":1000000,\"first_token_ns\":%d,\"prompt_tokens\":77,"
                    + "\"prompt_tokens_by_client\":%d,\"output_tokens\":4,\"cached_tokens\":%d}\n";
    private static final String CACHE = "{\"order\":%d,\"prompt_tokens\":77,\"ideal\":%d}\n";
    private static final String LOG =
            """
            0.1 I slot print_timing: id  3 | task 0 | prompt eval time =    1285.50 ms /    77 tokens (   16.69 ms per token)
            0.1 I slot print_timing: id  3 | task 0 |        eval time =     243.23 ms /     4 tokens (   40.54 ms per token)
            0.1 I slot print_timing: id  3 | task 0 |       total time =     834.21 ms /    27 tokens
            0.2 I slot print_timing: id  2 | task 8 | prompt eval time =      95.20 ms /    11 tokens (    8.65 ms per token)
            0.2 I slot print_timing: id  2 | task 8 |        eval time =     413.76 ms /     4 tokens (   68.96 ms per token)
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void needsPython() throws Exception {
        Process version = new ProcessBuilder("sh", "-c", "command -v python3").start();
        assumeThat(version.waitFor()).as("python3").isZero();
    }

    private record Ended(int exitCode, String said) {}

    private Ended python(String python, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(python));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("said.txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(out));
    }

    /** @return what does not agree, one line each, behind the table */
    private List<String> check(String log, int secondByClient, int secondCached, int secondIdeal, long secondFirstNs)
            throws Exception {
        Files.writeString(
                folder.resolve("requests.jsonl"),
                REQUEST.formatted(1, secondFirstNs, secondByClient, secondCached)
                        + REQUEST.formatted(0, 1_300_000_000L, 77, 0));
        Files.writeString(folder.resolve("cache.jsonl"), CACHE.formatted(0, 0) + CACHE.formatted(1, secondIdeal));
        Files.writeString(folder.resolve("log"), log);
        Ended ended = python(
                "python3",
                Map.of("PYTHONPATH", LIBRARY.toString(), "PYTHONDONTWRITEBYTECODE", "1"),
                "-c",
                "import pathlib, sys, try_real_server as t\nf = pathlib.Path(sys.argv[1])\n"
                        + "for line in t.check('x', f, (f / 'log').read_text()): print('WRONG', line)",
                folder.toString());
        assertThat(ended.exitCode()).as(ended.said()).isZero();
        return ended.said().lines().filter(line -> line.startsWith("WRONG")).toList();
    }

    @Test
    void aRunThatAgreesWithTheLog() throws Exception {
        assertThat(check(LOG, 77, 66, 66, 100_000_000L)).isEmpty();
    }

    @Test
    void whateverDoesNotAgreeIsNamed() throws Exception {
        assertThat(check(LOG, 76, 66, 66, 100_000_000L))
                .containsExactly("WRONG x, request 1: prompt tokens, counted here: 76, but 77 by the server");
        assertThat(check(LOG, 77, 64, 66, 100_000_000L))
                .containsExactly("WRONG x, request 1: cached tokens: 64, but 66 by the server");
        assertThat(check(LOG, 77, 66, 65, 100_000_000L))
                .containsExactly("WRONG x, request 1: 66 cached tokens, but only 65 could be");
        assertThat(check(LOG, 77, 66, 66, 90_000_000L))
                .containsExactly("WRONG x, request 1: TTFT 89.0 ms, but the server computed the prompt for 95.2 ms");
        assertThat(check(LOG.substring(LOG.indexOf("0.2")), 77, 66, 66, 100_000_000L))
                .containsExactly("WRONG x: 2 requests were sent, but the server's log tells of 1");
    }

    @Test
    void withoutAClientOfARegistryItIsNotThere() throws Exception {
        String python = python("python3", Map.of(), "-c", "import sys; print(sys.executable)")
                .said()
                .strip();
        Ended ended = python(
                python,
                Map.of("PATH", folder.toString()),
                LIBRARY.resolve("try_real_server.py").toString(),
                "--cache",
                folder.resolve("cache").toString());
        assertThat(ended.exitCode()).as(ended.said()).isEqualTo(69);
        assertThat(ended.said()).contains("try-real-server: ");
        assertThat(folder.resolve("cache")).doesNotExist();
    }
}
