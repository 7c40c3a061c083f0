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
        assertThat(one.resolve("timeline.csv"))
                .content()
                .startsWith("t_s,sent,completed,failed,in_flight,ttft_p50,ttft_p90,ttft_p99,tpot_p50")
                .contains("0.0,1,1,0,0,7.0,7.0,7.0,,");
        assertThat(one.resolve("report.md")).content().contains("| Request throughput | requests/s | 10.00 |");
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
        assertThat(temp.resolve("report.md")).content().startsWith("# Comparison");
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

    /** It writes nothing where the user stands, unless a page is asked for. */
    @Test
    void changesOfSharesAreInPercentagePoints() throws IOException {
        Path one = run("one", 10, "aa");
        assertThat(execute("compare", one, run("two", 10, "aa"))).isZero();
        assertThat(out.toString())
                .containsPattern("Cache hit rate +% +40\\.00 +40\\.00 +\\+0\\.0 pp")
                .doesNotContain("Page  ");
        assertThat(Path.of("volley-compare.html")).doesNotExist();
    }

    @Test
    void setsOfRunsHaveIntervalsAndVerdicts() throws IOException {
        String slow = runs("slow", 100, 101, 99);
        String fast = runs("fast", 80, 81, 79.5);
        assertThat(execute("compare", slow, fast)).isZero();
        assertThat(out.toString())
                .containsPattern(
                        "\\(TTFT\\), mean +ms +100\\.00 +80\\.17 +-19\\.8 % +-2\\d\\.\\d to -1\\d\\.\\d % +real")
                .contains("runs are paired");
        assertThat(execute("compare", slow, fast, "--markdown")).isZero();
        assertThat(out.toString()).contains("| Time to first token (TTFT), mean | ms | 100.00 | 80.17 | -19.8 % |");
    }

    /** The interval decides: a change beyond the limit whose interval reaches back over it is not known. */
    @Test
    void aGateFailsPassesOrCannotTell() throws IOException {
        String slow = runs("slow", 100, 101, 99);
        String slower = runs("slower", 120, 121, 119.5);
        String noisy = runs("noisy", 90, 150, 120);
        assertThat(execute("compare", slow, slower, "--fail-if", "ttft.mean > +5%"))
                .isEqualTo(2);
        assertThat(execute("compare", slow, slower, "--fail-if", "ttft.mean > 30ms"))
                .isZero();
        assertThat(out.toString())
                .as("in the unit of the limit")
                .contains("Gate  ttft.mean > 30ms  " + slower + ": passed (+20.2 ms, 95 % interval +");
        assertThat(execute("compare", slow, slower, "--fail-if", "ttft.mean < -3 %"))
                .isZero();
        assertThat(execute("compare", slow, noisy, "--fail-if", "ttft.mean > +5%"))
                .isEqualTo(3);
        assertThat(out.toString()).contains("FAILED (+20.2 %", "passed", "CANNOT TELL (+20.0 %");
        Path single = run("single", 10, "aa");
        assertThat(execute("compare", single, single, "--fail-if", "ttft.p99 > +5%"))
                .isEqualTo(3);
        assertThat(out.toString()).contains("at least 3 runs of each are needed");
        for (String bad : List.of("ttft > x", "tttft.mean > 5%", "cache_hit_rate < -2%", "ttft.mean > 5 s")) {
            assertThat(execute("compare", slow, slower, "--fail-if", bad))
                    .as(bad)
                    .isEqualTo(64);
        }
    }

    @Test
    void aSetIsOfOneKind() throws IOException {
        assertThat(execute("compare", run("one", 10, "aa") + "," + run("two", 10, "aa"), run("rate-4", 10, "aa")))
                .isZero();
        Path other = run("three", 10, "aa");
        Path summary = other.resolve("summary.json");
        Files.writeString(
                summary,
                Files.readString(summary)
                        .replace("{\"started_at\"", "{\"parameters\":{\"order\":\"random\"},\"started_at\""));
        assertThat(execute("compare", temp.resolve("one") + "," + other, temp.resolve("two")))
                .isEqualTo(64);
        assertThat(err.toString()).contains("has runs of different parameters (order is null in");
    }

    /** Three runs of a set that are one run would be called enough. */
    @Test
    void aRunCountsOnce() throws IOException {
        Path one = run("one", 10, "aa");
        String thrice = one + "," + temp.resolve("one/../one") + "," + one;
        assertThat(execute("compare", run("two", 12, "aa"), thrice)).isEqualTo(64);
        assertThat(err.toString().strip().lines()).singleElement().asString().contains("twice, and a run counts once");
        Path again = run("again", 10, "aa");
        for (Path virtual : List.of(one, again)) {
            Path summary = virtual.resolve("summary.json");
            Files.writeString(
                    summary,
                    Files.readString(summary)
                            .replace("{\"started_at\"", "{\"parameters\":{\"simulate\":\"true\"},\"started_at\""));
        }
        assertThat(execute("compare", one, one + "," + again)).isEqualTo(64);
        assertThat(err.toString()).contains("several runs of one plan in virtual time");
        String repeated = runs("slow", 100, 101, 99);
        assertThat(execute("compare", repeated + "," + repeated, repeated)).isEqualTo(64);
    }

    /** A folder of repeated runs with these mean times to first token, ms; run n of every set has plan n. */
    private String runs(String name, double... ttftMs) throws IOException {
        for (int i = 0; i < ttftMs.length; i++) {
            Path run = run(name + "/trial-00" + (i + 2) + "/multiturn-1", 10, "plan" + i);
            Path summary = run.resolve("summary.json");
            Files.writeString(
                    summary,
                    Files.readString(summary).replace("\"median\":7.0", "\"mean\":" + ttftMs[i] + ",\"median\":7.0"));
        }
        run(name + "/warmup-001/multiturn-1", 10, "plan of the warm-up");
        return temp.resolve(name).toString();
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
                        + "\"run\":{\"request_throughput\":{\"value\":" + throughput + ",\"unit\":\"requests/s\"},"
                        + "\"cache_hit_rate\":{\"value\":40,\"unit\":\"%\"}},"
                        + "\"metrics\":{\"ttft\":{\"unit\":\"ms\",\"median\":7.0,\"p99\":7.0},\"tpot\":{\"median\":null}}}");
        return folder;
    }
}
