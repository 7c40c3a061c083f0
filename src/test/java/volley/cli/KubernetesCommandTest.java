package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import volley.config.SettingsReader;
import volley.config.SimulationKind;

class KubernetesCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-30T13:56:00.5Z");
    private static final String PODS = "--shards 4 --image volley:1 ";
    private static final String LEAST = PODS + "--base-url http://llm:8000 ";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** The pods read the same settings as a run here has. */
    @Test
    void theParametersAreThoseOfTheRun() throws IOException {
        String run = "--backend vllm --base-url http://llm:8000 --request-rate 16 -Dvolley.order=random"
                + " --slo.ttft.p99 500 --max-concurrency 64 --seed 7 --metrics-port 9464 --metrics-host 0.0.0.0";
        assertThat(execute(PODS + "--namespace load single-turn " + run))
                .as(err.toString())
                .isZero();
        Config conf = conf();
        assertThat(conf.getString("volley.start-at")).isEqualTo("2026-11-30T14:00:00Z");
        Path file = folder.resolve("run.conf");
        Files.writeString(file, conf.withoutPath("volley.start-at").root().render());
        Properties there = new Properties();
        there.setProperty("volley.config", file.toString());
        Properties here = new Properties();
        here.putAll(VolleyCommand.launch(List.of(
                        ("single-turn " + run.replace("--slo.ttft.p99 500", "-Dvolley.slo.ttft.p99=500")).split(" ")))
                .properties());
        var read = SettingsReader.read(there, SimulationKind.SINGLE_TURN).effective();
        read.remove("config");
        assertThat(read)
                .isEqualTo(SettingsReader.read(here, SimulationKind.SINGLE_TURN).effective());
        assertThat(manifest(4).at("/spec/template/spec/containers/0/args"))
                .extracting(JsonNode::textValue)
                .containsExactly("single-turn", "--config", "/config/run.conf");
        assertThat(manifest(4).at("/metadata/annotations/volley.start-at").textValue())
                .isEqualTo("2026-11-30T14:00:00Z");
        assertThat(err.toString()).startsWith("volley: volley-20261130-140000: 4 shards begin at 2026-11-30T14:00:00Z");
    }

    @Test
    void aLocalFileOfParametersGoesWithThem() throws IOException {
        Path file = folder.resolve("mine.conf");
        Files.writeString(
                file, "volley { seed = 7, order = random, slo.ttft.p99 = 500, header { \"X-Team\" = \"env:TEAM\" } }");
        assertThat(execute(LEAST + "--secret keys --config " + file + " --seed 8 --start-at 1796047200"))
                .isZero();
        assertThat(conf().getConfig("volley").entrySet())
                .extracting(entry -> entry.getKey() + "=" + entry.getValue().unwrapped())
                .contains(
                        "seed=8",
                        "order=random",
                        "slo.ttft.p99=500",
                        "header.X-Team=env:TEAM",
                        "start-at=2026-11-30T14:00:00Z")
                .noneMatch(entry -> entry.startsWith("config"));
    }

    /** The command line wins also where the file has a parameter under its other name. */
    @Test
    void aFilesOtherNamesAreThoseOfTheRun() throws IOException {
        Path file = folder.resolve("mine.conf");
        Files.writeString(file, "volley { max-parallel = 4 }");
        assertThat(execute(LEAST + "--config " + file + " --max-concurrency 8")).isZero();
        assertThat(conf().getConfig("volley").entrySet())
                .extracting(entry -> entry.getKey() + "=" + entry.getValue().unwrapped())
                .contains("max-concurrency=8")
                .noneMatch(entry -> entry.startsWith("max-parallel"));
    }

    @Test
    void whatTheUserHasToKnowIsNotAmongTheManifests() throws IOException {
        assertThat(execute(PODS + "multiturn --dataset-path mine.json --base-url http://localhost:8000"))
                .isZero();
        assertThat(err.toString())
                .contains("--dataset-path mine.json is looked for in the pods")
                .contains("address is that of the pod itself");
        assertThat(out.toString()).startsWith("---\napiVersion").doesNotContain("volley: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                              | missing required options",
                "--shards 4                                      | --image",
                "--shards 0 --image volley                       | --shards 0",
                "--shards 1.5 --image volley                     | --shards",
                "--shards 4 --base-url http://llm --image :x     | --image :x",
                LEAST + "--name Friday                           | --name Friday",
                LEAST + "--namespace a.b                         | --namespace a.b",
                LEAST + "--memory lots                           | --memory lots",
                LEAST + "--cpu 0                                 | --cpu 0 is not a quantity above 0",
                LEAST + "--memory 0.0Gi                          | --memory 0.0Gi is not a quantity above 0",
                LEAST + "--dry-run                               | --dry-run",
                LEAST + "--start-at yesterday                    | --start-at yesterday",
                LEAST + "--start-at 2026-11-30T13:00:00Z         | is over",
                LEAST + "--start-in-seconds 0                    | --start-in-seconds 0",
                LEAST + "--start-in-seconds 9 --start-at 1796047200 | say the same",
                PODS + "--secret keys multiturn --ordr fifo     | did you mean --order",
                LEAST + "--order nonsense                        | --order",
                PODS + "report x                                 | report is not the command of a run",
                PODS + "nonsense                                 | nonsense",
                LEAST + "--simulate                              | --simulate",
                LEAST + "--extra-request-body nojson             | is not JSON",
                LEAST + "--max-concurrency 4,8                   | is a list",
                LEAST + "--iterations 3                          | --shard 0/4 is a part of one run",
                LEAST + "--order strict                          | --order strict",
                LEAST + "--iterations 3                          | repeated",
                LEAST + "--shard 0/4                             | --shards",
                PODS + "multiturn                                | --base-url",
                LEAST + "--metrics-port 0                        | --metrics-port 0",
                LEAST + "-Dvolley.header.x-key=s3cret            | --header.x-key has",
                LEAST + "-Dvolley.header.x-key=env:KEY           | --secret",
                LEAST + "-Dmy.password=s3cret                    | my.password",
                LEAST + "--config nowhere.conf                   | nowhere.conf"
            })
    void badInputIsOneLineAnd64(String words, String said) {
        assertThat(execute(words)).as(err.toString()).isEqualTo(64);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .contains(said)
                .doesNotContain("s3cret");
        assertThat(out.toString()).isEmpty();
    }

    /** Else one would take the other's value. */
    @Test
    void noOptionOfItsOwnIsAParameterOfARun() {
        CommandLine all = VolleyCommand.commandLine();
        var own = new TreeSet<>(all.getSubcommands()
                .get("kubernetes")
                .getCommandSpec()
                .optionsMap()
                .keySet());
        own.removeAll(List.of("--help", "-h", "--version", "-V", "--start-at"));
        assertThat(own).contains("--shards", "--image", "--cpu");
        Mode.all().forEach(mode -> assertThat(all.getSubcommands()
                        .get(mode.command())
                        .getCommandSpec()
                        .optionsMap()
                        .keySet())
                .doesNotContainAnyElementsOf(own));
    }

    @Test
    void mergeShardsSaysWhichHaveNotEnded() throws IOException {
        assertThat(execute("merge-shards", folder + " --shards 2 --quiet-seconds 0"))
                .isEqualTo(64);
        assertThat(err.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("no run has ended of shard 0, 1 of 2");
        assertThat(execute("merge-shards", folder + " --shards 0")).isEqualTo(64);
    }

    private int execute(String words) {
        return execute("kubernetes", words);
    }

    private int execute(String command, String words) {
        CommandLine line = VolleyCommand.commandLine();
        line.addSubcommand("kubernetes-at-a-set-time", new KubernetesCommand(() -> NOW, VolleyCommand::launch));
        CommandLine fixed = line.getSubcommands().get("kubernetes-at-a-set-time");
        fixed.setExecutionExceptionHandler(line.getExecutionExceptionHandler());
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String name = command.equals("kubernetes") ? "kubernetes-at-a-set-time" : command;
        return VolleyCommand.run(
                line,
                Stream.concat(Stream.of(name), Stream.of(words.split(" ")).filter(word -> !word.isEmpty()))
                        .toArray(String[]::new));
    }

    private JsonNode manifest(int index) throws IOException {
        return new YAMLMapper()
                .readerFor(JsonNode.class)
                .<JsonNode>readValues(out.toString())
                .readAll()
                .get(index);
    }

    private Config conf() throws IOException {
        return ConfigFactory.parseString(manifest(0).at("/data/run.conf").textValue());
    }
}
