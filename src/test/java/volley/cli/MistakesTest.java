package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * The most common mistakes at the command line: each gives one line that says what is wrong in the language of the command
 * line, and exit code 64, before a JVM is started for a run.
 */
class MistakesTest {
    private static final String NO_RUN = "NO_RUN";
    private static final String EMPTY = "EMPTY";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    # what is typed                                             | what is said
                    multitrun                                                   | unknown command multitrun; did you mean multiturn? See bin/volley --help
                    bench_serving.py --backend sglang                           | unknown command bench_serving.py; did you mean bench_serving?
                    nosuch --help                                               | unknown command nosuch
                    multiturn --ordr fifo                                       | unknown option --ordr; did you mean --order? See bin/volley multiturn --help
                    multiturn --dry-run --ordr fifo                             | unknown option --ordr; did you mean --order? See bin/volley multiturn --help
                    multiturn --dry-run --ordr=fifo                             | unknown option --ordr; did you mean --order? See bin/volley multiturn --help
                    chat-template --tokenizer pom.xml nowhere                   | --tokenizer
                    multiturn --request_rate 3                                  | unknown option --request_rate; did you mean --request-rate?
                    multiturn -num-prompts 3                                    | unknown option -num-prompts; did you mean --num-prompts?
                    bench_serving --num-prompt=3                                | unknown option --num-prompt; did you mean --num-prompts?
                    multiturn --request-rate                                    | --request-rate needs a value
                    multiturn --num-prompts --seed 2                            | --num-prompts needs a value
                    multiturn 8                                                 | unexpected 8
                    multiturn --seed 1 --seed 2                                 | '--seed' (<value>) should be specified only once
                    multiturn --dataset-path EMPTY                              | --dataset-path has an empty value
                    multiturn --request-rate fast                               | --request-rate fast is not a number above 0, nor inf; see bin/volley multiturn --help
                    multiturn --request-rate -5                                 | --request-rate -5 is not a number above 0
                    multiturn --num-prompts 2.5                                 | --num-prompts 2.5 is not a whole number from 1 up
                    bench_multiturn --max-parallel many                         | --max-parallel many is not a whole number
                    multiturn --request-rate 2,,4                               | --request-rate 2,,4 is a list with an empty place
                    multiturn --disable-stream maybe                            | --disable-stream maybe is not one of false, true
                    multiturn --port 70000                                      | --port 70000 is not a whole number from 1 to 65535
                    multiturn --backend sglnag                                  | --backend sglnag is not one of
                    multiturn --base-url 10.0.0.7:30000                         | --base-url 10.0.0.7:30000 is not a URL
                    multiturn --base-url http://gpu7:1 --host gpu7              | --host gpu7 contradicts --base-url
                    bench_serving --simulated --port 8000                       | --simulated contradicts --base-url, --host and --port
                    bench_serving --enable-multiturn --enable-shared-prefix     | exclude each other
                    multiturn --enable-multiturn                                | --enable-multiturn is not an option: choose the simulation: bin/volley multiturn
                    bench_serving --multi                                       | --multi is not a parameter of Volley: it crashes in the original; give a list, such as --request-rate 2,4,8
                    multiturn --burstiness 2                                    | --burstiness 2 shapes only gamma arrivals; add --arrivals gamma
                    multiturn --calibrate single-turn                           | run one, with bin/volley calibrate
                    multiturn -Dvolley.ordr=fifo                                | -Dvolley.ordr is not a parameter of Volley; the nearest is --order
                    multiturn --config nowhere.conf                             | --config nowhere.conf cannot be read
                    multiturn --find-saturation 1:8                             | give one, such as --slo.ttft.p99 500
                    multiturn --slo.ttft.p9 500                                 | --slo.ttft.p9: p9 is not a statistic of ttft
                    compare-servers --endpoints a=http://gpu7:1                 | --endpoints a=http://gpu7:1 has one server only
                    report                                                      | report needs a DIR
                    report NO_RUN                                               | no summary.json in
                    compare NO_RUN                                              | compare needs 2 or more DIR
                    merge NO_RUN NO_RUN                                         | missing required option: '--out=DIR'
                    recover NO_RUN                                              | run.json is missing
                    recover nowhere                                             | nowhere
                    merge nowhere --out elsewhere                               | volley: nowhere (no such file or folder); check the paths
                    multiturn —order fifo                                       | —order begins with a dash that is no hyphen; write --order
                    multiturn –-order fifo                                      | –-order begins with a dash that is no hyphen; write --order
                    --order fifo multiturn                                      | --order is an option of a command; give it behind one, such as bin/volley multiturn --order
                    help multiturn                                              | unknown command help
                    multiturn --num-prompts 1,000                               | --num-prompts 1,000 is a list, and makes a run of each value
                    multiturn --num-prompts 99999999999                         | --num-prompts 99999999999 is more than 2147483647
                    multiturn --seed today                                      | --seed today is not a whole number of 64 bits
                    multiturn --duration-seconds 10s                            | --duration-seconds 10s is not a number above 0
                    multiturn --host 10.0.0.7:30000                             | --host 10.0.0.7:30000 is not the name or address of a host
                    multiturn --slo.ttft 500                                    | --slo.ttft does not name a limit such as slo.ttft.p99
                    multiturn --slo.ttft.p99                                    | --slo.ttft.p99 needs a value
                    multiturn --slo.tftt.p99 500                                | tftt is not a metric; did you mean ttft?
                    multiturn --slo-ttft-p99 500                                | unknown option --slo-ttft-p99; did you mean --slo.ttft.p99?
                    multiturn --header X-Team=red                               | unknown option --header; did you mean --header.X-Team?
                    multiturn --header.X-Team                                   | --header.X-Team needs a value
                    multiturn --header.X@Team red                               | --header.X@Team does not name a header such as header.X-Team
                    multiturn --header.api-key env:NOT_SET_HERE                 | --header.api-key *** needs a value of printable ASCII, or env:NAME
                    multiturn --goodput ttft=500                                | --goodput ttft=500 is not a list such as ttft:500,tpot:50
                    multiturn -Dorder=random                                    | -Dorder is not a parameter of Volley; did you mean --order?
                    multiturn -Drequest_rate=3                                  | -Drequest_rate is not a parameter of Volley; did you mean --request-rate?
                    multiturn -Dvolley-order=random                             | -Dvolley-order is not a parameter of Volley; did you mean --order?
                    multiturn -Dvolly.order=random                              | -Dvolly.order is not a parameter of Volley; did you mean --order?
                    multiturn -DVolley.order=random                             | -DVolley.order is not a parameter of Volley; did you mean --order?
                    multiturn -Dvolley.order                                    | -Dvolley.order has no value; write -Dname=value
                    multiturn -Dgatling.simulationClass=volley.SingleTurn       | the command chooses the simulation
                    single-turn --dataset-name cache-dial --hit-rate 80         | --hit-rate 80 is not a number from 0 to 1
                    dataset nowhere.jsonl                                       | the dataset nowhere.jsonl does not exist; check FILE
                    dataset pom.xml                                             | of another trace that is known (Bailian, kv-cache-tester, TraceLab, BurstGPT, Azure); check FILE
                    dataset pom.xml --cache-pages 3k                            | --cache-pages 3k is not a whole number
                    recover pom.xml                                             | pom.xml cannot be read (it is not a folder)
                    """)
    void isOneLineAnd64(String typed, String said) {
        List<String> args = Stream.of(typed.split(" "))
                .map(word -> word.equals(EMPTY) ? "" : word.equals(NO_RUN) ? folder.toString() : word)
                .toList();
        assertThat(run(args)).as("exit code").isEqualTo(64);
        assertThat(err.toString().lines()).as(err.toString()).hasSize(1);
        assertThat(err.toString()).startsWith("volley: ").contains(said).doesNotContain("volley.request-rate");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"cut\":", "", "[1]"})
    void aSummaryThatIsCutIsNamed(String summary) throws IOException {
        Files.writeString(folder.resolve("summary.json"), summary);
        for (List<String> args : List.of(
                List.of("report", folder.toString()), List.of("compare", folder.toString(), folder.toString()))) {
            err.getBuffer().setLength(0);
            assertThat(run(args)).as("exit code").isEqualTo(64);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .contains(folder.resolve("summary.json").toString(), "JSON")
                    .doesNotContain("Exception", "REDACTED");
        }
    }

    @Test
    void recoveryOfARunThatGoesOnIsRefused() throws IOException {
        Files.writeString(folder.resolve("run.json"), "{}");
        try (FileChannel log = FileChannel.open(
                        folder.resolve("requests.jsonl"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = log.lock()) {
            assertThat(held.isValid()).isTrue();
            assertThat(run(List.of("recover", folder.toString()))).isEqualTo(64);
        }
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("is still being written to");
    }

    private int run(List<String> args) {
        CommandLine line = VolleyCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return VolleyCommand.run(line, args.toArray(String[]::new));
    }
}
