package volley.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Runs Volley and other clients in turns on the same work against a {@link MeasuringServer} in this process, joins their records
 * with what the server sent, and writes a table. {@code bench/clients.sh} starts it. What has been run already is left out, so
 * that a suite that was broken off goes on.
 */
@Command(
        name = "bench/clients.sh",
        description = "Measures Volley and other load testers in turns, on the same work.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ClientSuite implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BAD_USAGE = 64;
    private static final int WARM_UP_REQUESTS = 60_000;

    @Option(
            names = {"-t", "--clients"},
            split = "[ ,]+",
            description =
                    "Which: " + ALL_CLIENTS + ", or a script of yours in bench/clients. Those missing are left out.")
    private List<String> clients = List.of(ALL_CLIENTS.split(" ", -1));

    private static final String ALL_CLIENTS =
            "c volley volley-before vllm-rs sglang-rust sglang-python aiperf guidellm inference-perf evalscope";

    @Option(
            names = {"-w", "--works"},
            split = "[ ,]+",
            description = "Of probe, short, long, streams, streams-2000, arrivals, start, million (${DEFAULT-VALUE}).")
    private List<String> works = List.of("probe", "short", "long", "streams", "arrivals", "start");

    @Option(
            names = {"-r", "--rounds"},
            defaultValue = "1",
            description = "Of all works (${DEFAULT-VALUE}).")
    private int rounds;

    @Option(
            names = {"-s", "--scale"},
            defaultValue = "1",
            description = "Divides the numbers of requests: a dry run (${DEFAULT-VALUE}).")
    private int scale;

    @Option(
            names = {"-o", "--output"},
            required = true,
            description = "Folder of the results; that of an earlier suite goes on.")
    private Path output;

    @Option(
            names = {"-l", "--limit-seconds"},
            defaultValue = "300",
            description = "Of one run (${DEFAULT-VALUE}).")
    private int limitSeconds;

    @Option(names = "--client-core", defaultValue = "0", description = "The server is on the core of this process.")
    private int clientCore;

    @Option(names = "--join", description = "Runs nothing: makes figures and table anew from the folder.")
    private boolean joinOnly;

    @Option(names = "--scripts", required = true, hidden = true)
    private Path scripts;

    private MeasuringServer server;

    private ClientSuite() {}

    /** @param args see {@code --help} */
    public static void main(String[] args) {
        System.exit(new CommandLine(new ClientSuite()).execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<ClientWork> chosen;
        try {
            chosen = works.stream().map(ClientRun::work).toList();
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return BAD_USAGE;
        }
        Files.createDirectories(output);
        output = output.toRealPath();
        if (joinOnly) {
            joinAgain();
        } else {
            Map<String, String> versions = versions();
            if (versions.isEmpty()) {
                System.err.println("none of these clients is installed");
                return BAD_USAGE;
            }
            try (MeasuringServer started = MeasuringServer.start()) {
                server = started;
                warmUp();
                run(chosen, versions);
            }
        }
        String table = ClientTable.of(runs());
        Files.writeString(output.resolve("table.md"), table);
        System.out.print(table);
        return 0;
    }

    /** Of the clients that there are. A script says of a client that there is not what it lacks. */
    private Map<String, String> versions() throws IOException, InterruptedException {
        Map<String, String> versions = new LinkedHashMap<>();
        for (String client : clients) {
            Path script = scripts.resolve(client);
            if (!Files.isExecutable(script)) {
                System.err.println(client + ": left out, there is no " + script);
                continue;
            }
            Process process = new ProcessBuilder(script.toString(), "version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (process.waitFor() == 0) {
                versions.put(client, said);
            } else {
                System.err.println(client + ": left out, " + said);
            }
        }
        return versions;
    }

    /** So that the server's own code is compiled. */
    private void warmUp() {
        try (BareClient client =
                new BareClient(URI.create(server.url()), 256, () -> new TokenTimes(new TokenTimes.Histograms()))) {
            server.begin(ClientWork.SHORT.answerTimes());
            client.run(WARM_UP_REQUESTS, 64, 4);
            server.begin(ClientWork.LONG.answerTimes());
            client.run(500, 32, 512);
            server.begin(ClientWork.STREAMS.answerTimes());
            client.run(2000, 1000, 32);
        }
        server.taken();
    }

    private void run(List<ClientWork> chosen, Map<String, String> versions) throws IOException, InterruptedException {
        for (int round = 1; round <= rounds; round++) {
            for (ClientWork work : chosen) {
                for (Map.Entry<String, String> client : versions.entrySet()) {
                    if ((work == ClientWork.PROBE && round > 1) || isDone(work, client.getKey(), round)) {
                        continue;
                    }
                    if (work.shape().requestsPerSecond() > 0 && client.getKey().equals("c")) {
                        continue; // it has no rate
                    }
                    ClientRun run = one(client.getKey(), client.getValue(), work, round);
                    Files.writeString(
                            resultsFile(), run.toJson() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                    System.err.println(run.toJson());
                }
            }
        }
    }

    private ClientRun one(String client, String version, ClientWork work, int round)
            throws IOException, InterruptedException {
        Path folder = output.resolve(ClientRun.folder(work, client, round));
        deleteFolder(folder);
        Files.createDirectories(folder);
        ClientTool tool = ClientTool.of(client);
        int requests = work.requests(tool.fast(), scale);
        Path prompts = Prompts.write(
                output.resolve("prompts"),
                tool.prompts(),
                requests,
                work.shape().tokens());
        Map<String, String> environment = environment(work, requests, folder, prompts);
        Path script = scripts.resolve(client);
        System.gc();
        server.begin(work.answerTimes());
        ClientProcess.Measured process = ClientProcess.run(
                List.of("taskset", "-c", String.valueOf(clientCore), script.toString(), "run"),
                environment,
                folder,
                folder.resolve("client.log"),
                Duration.ofSeconds(limitSeconds));
        ServedLog.write(folder.resolve("served.jsonl"), server.taken());
        if (work.isJoined()) {
            ClientProcess.run(
                    List.of(script.toString(), "records"),
                    environment,
                    folder,
                    folder.resolve("records.log"),
                    Duration.ofSeconds(limitSeconds));
        }
        JSON.writeValue(
                folder.resolve("process.json").toFile(),
                JSON.createObjectNode()
                        .put("tool", client)
                        .put("version", version)
                        .put("work", work.id())
                        .put("round", round)
                        .put("scale", scale)
                        .put("requests", requests)
                        .set("process", JSON.valueToTree(process)));
        return joined(folder);
    }

    private Map<String, String> environment(ClientWork work, int requests, Path folder, Path prompts) {
        ClientWork.Shape shape = work.shape();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("URL", server.url());
        environment.put("PORT", String.valueOf(server.address().getPort()));
        environment.put("REQUESTS", String.valueOf(requests));
        environment.put("TOKENS", String.valueOf(shape.tokens()));
        environment.put("STREAMS", shape.streams() == 0 ? "" : String.valueOf(shape.streams()));
        environment.put("RATE", shape.requestsPerSecond() == 0 ? "" : String.valueOf(shape.requestsPerSecond()));
        environment.put("DETAIL", work.isJoined() ? "1" : "");
        environment.put("PROMPTS", prompts.toString());
        environment.put("FOLDER", folder.toString());
        return environment;
    }

    /** The figures of a run that has been. */
    private static ClientRun joined(Path folder) throws IOException {
        JsonNode written = JSON.readTree(folder.resolve("process.json").toFile());
        ClientProcess.Measured process = JSON.treeToValue(written.get("process"), ClientProcess.Measured.class);
        ClientTool tool = ClientTool.of(written.get("tool").asText());
        ClientWork work = ClientRun.work(written.get("work").asText());
        List<ClientRecord> records = List.of();
        if (work.isJoined()) {
            try {
                records = tool.records().read(folder);
            } catch (IOException | RuntimeException e) {
                System.err.println(folder + ": its records cannot be read: " + e);
            }
        }
        Map<ClientFigure, Double> figures = ClientFigures.of(
                work,
                tool,
                written.get("requests").asInt(),
                ServedLog.read(folder.resolve("served.jsonl")).values(),
                records,
                RecordFiles.volleyGapsP99Ms(folder),
                process);
        return new ClientRun(
                tool.name(),
                written.get("version").asText(),
                work,
                written.get("round").asInt(),
                written.get("scale").asInt(),
                process.exitCode(),
                work == ClientWork.PROBE ? FirstToken.cells(records) : "",
                figures);
    }

    private void joinAgain() throws IOException {
        List<Path> folders;
        try (var files = Files.list(output)) {
            folders = files.filter(folder -> Files.exists(folder.resolve("process.json")))
                    .sorted()
                    .toList();
        }
        List<String> lines = new ArrayList<>();
        for (Path folder : folders) {
            lines.add(joined(folder).toJson());
        }
        Files.write(resultsFile(), lines);
    }

    private Path resultsFile() {
        return output.resolve("results.jsonl");
    }

    private List<ClientRun> runs() throws IOException {
        if (!Files.exists(resultsFile())) {
            return List.of();
        }
        List<ClientRun> runs = new ArrayList<>();
        for (String line : Files.readAllLines(resultsFile())) {
            runs.add(ClientRun.of(JSON.readTree(line)));
        }
        return runs;
    }

    private boolean isDone(ClientWork work, String client, int round) throws IOException {
        return runs().stream().anyMatch(run -> run.work() == work && run.tool().equals(client) && run.round() == round);
    }

    private static void deleteFolder(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
