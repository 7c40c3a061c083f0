package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReportCommandsTest {
    @TempDir
    Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void reportWritesThePageOfEachRun() throws IOException {
        Path one = run("one", 10, "aa");
        Path two = run("two", 12, "aa");
        assertThat(execute("report", one, two)).isZero();
        assertThat(one.resolve("volley.html")).isNotEmptyFile();
        assertThat(two.resolve("volley.html")).isNotEmptyFile();
        assertThat(out.toString()).contains("two");
    }

    @Test
    void reportWritesThePagesOfAComparisonAndOfItsRuns() throws IOException {
        Path one = run("one", 10, "aa");
        Files.writeString(
                temp.resolve("comparison.json"),
                "{\"plan_sha256\":\"aa\",\"notes\":[],\"servers\":[],\"differences\":[],\"curves\":[],"
                        + "\"runs\":[{\"server\":\"a\",\"folder\":\"one\"}]}");
        assertThat(execute("report", temp)).isZero();
        assertThat(one.resolve("volley.html")).isNotEmptyFile();
        assertThat(temp.resolve("comparison.html")).content().contains("\"page\":\"one/volley.html\"");
        assertThat(out.toString().strip())
                .isEqualTo(temp.resolve("comparison.html").toString());
    }

    @Test
    void compareShowsEachRunAndItsChangeAgainstTheFirst() throws IOException {
        Path page = temp.resolve("compare.html");
        assertThat(execute("compare", run("one", 10, "aa"), run("two", 12.5, "aa"), "--out", page))
                .isZero();
        assertThat(out.toString())
                .contains("All runs had the same plan.")
                .containsPattern("Request throughput +requests/s +10\\.00 +12\\.50 +\\+25\\.0 %")
                .containsPattern("Time to first token \\(TTFT\\), median +ms +7\\.00 +7\\.00 +\\+0\\.0 %")
                .doesNotContain("Time per output token");
        assertThat(page).isNotEmptyFile();
    }

    @Test
    void compareSaysWhenTheWorkWasNotTheSame() throws IOException {
        assertThat(execute("compare", run("one", 10, "aa"), run("two", 12.5, "bb"), "--out", temp.resolve("c.html")))
                .isZero();
        assertThat(out.toString()).contains("! The runs had 2 different plans");
    }

    @Test
    void aFolderOfNoRunIsOneLineAndBadInput() throws IOException {
        assertThat(execute("report", temp)).isEqualTo(64);
        assertThat(err.toString().strip().lines()).singleElement().asString().contains("summary.json", temp.toString());
        assertThat(execute("compare", run("one", 10, "aa"), temp)).isEqualTo(64);
        assertThat(execute("compare", run("one", 10, "aa"))).isEqualTo(64);
    }

    @Test
    void mergeAndRecoverRefuseInOneLine() throws IOException {
        Path lacking = run("one", 10, "aa");
        assertThat(execute("merge", lacking, run("two", 10, "bb"), "--out", temp.resolve("merged")))
                .isEqualTo(64);
        assertThat(execute("recover", lacking)).isEqualTo(64);
        assertThat(err.toString().strip().lines()).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("run.json is missing"));
        assertThat(execute("merge", lacking, "--out", temp.resolve("merged"))).isEqualTo(64);
    }

    @Test
    void helpAndCompletionKnowThem() {
        String help = VolleyCommand.commandLine().getUsageMessage();
        assertThat(execute("generate-completion")).isZero();
        for (String command : List.of("report", "compare", "merge", "recover")) {
            assertThat(help).containsPattern("(?m)^  " + command);
            assertThat(out.toString()).contains("picocli_volley_" + command);
            assertThat(execute(command, "--help")).isZero();
        }
    }

    private int execute(Object... arguments) {
        CommandLine command = VolleyCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = arguments[i].toString();
        }
        return command.execute(words);
    }

    /** The least a finished run leaves. */
    private Path run(String name, double throughput, String plan) throws IOException {
        Path folder = Files.createDirectories(temp.resolve(name));
        Files.writeString(
                folder.resolve("requests.jsonl"),
                "{\"order\":0,\"conversation\":0,\"turn\":0,\"outcome\":\"ok\",\"sent_ns\":0,\"end_ns\":9000000,"
                        + "\"ttft_ns\":7000000}\n");
        Files.writeString(
                folder.resolve("summary.json"),
                "{\"started_at\":\"2026-01-01T00:00:00Z\",\"plan_sha256\":\"" + plan
                        + "\",\"turns\":{\"ok\":1,\"failed\":0},"
                        + "\"run\":{\"request_throughput\":{\"value\":" + throughput + ",\"unit\":\"requests/s\"}},"
                        + "\"metrics\":{\"ttft\":{\"unit\":\"ms\",\"median\":7.0,\"p99\":7.0},\"tpot\":{\"median\":null}}}");
        return folder;
    }
}
