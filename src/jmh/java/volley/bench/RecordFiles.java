package volley.bench;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The files in which each client keeps what it measured of each request. A file that is not there has no records. */
final class RecordFiles {
    /** Python writes {@code Infinity} and {@code NaN}, such as SGLang's rate where none was asked for. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private static final double MS_A_SECOND = 1e3;
    private static final double MS_A_MICROSECOND = 1e-3;
    private static final double MS_A_NANOSECOND = 1e-6;

    private RecordFiles() {}

    /**
     * {@code records.jsonl}, which any client may write: {@code answer} (the text) or {@code prompt} (its number),
     * {@code ttft_ms}, and, if it has them, {@code gaps_ms} and {@code latency_ms}.
     */
    static List<ClientRecord> own(Path folder) throws IOException {
        List<ClientRecord> records = new ArrayList<>();
        forEachLine(folder.resolve("records.jsonl"), line -> {
            ClientRecord answer = ClientRecord.ofAnswer(
                    line.path("answer").asText(), line.get("ttft_ms").asDouble());
            records.add(new ClientRecord(
                    answer.number(),
                    line.path("prompt").asLong(ServedAnswer.NO_PROMPT),
                    answer.ttftMs(),
                    line.has("gaps_ms") ? array(line.get("gaps_ms"), 1) : null,
                    line.path("latency_ms").asDouble(Double.NaN)));
        });
        return records;
    }

    /** Volley's {@code requests.jsonl}, joined with its {@code answers.jsonl}. It keeps no single gaps. */
    static List<ClientRecord> volley(Path folder) throws IOException {
        List<ClientRecord> records = new ArrayList<>();
        for (Path requests : named(folder, "requests.jsonl")) {
            Map<Long, String> answers = new HashMap<>();
            forEachLine(
                    requests.resolveSibling("answers.jsonl"),
                    line -> answers.put(
                            line.get("order").asLong(), line.path("answer").asText()));
            forEachLine(requests, line -> {
                if ("ok".equals(line.get("outcome").asText())) {
                    records.add(ClientRecord.ofAnswer(
                                    answers.getOrDefault(line.get("order").asLong(), ""),
                                    line.get("ttft_ns").asLong() * MS_A_NANOSECOND)
                            .withLatencyMs((line.get("end_ns").asLong()
                                            - line.get("sent_ns").asLong())
                                    * MS_A_NANOSECOND));
                }
            });
        }
        return records;
    }

    /** The 99th percentile of all gaps in Volley's {@code summary.json}, ms; NaN without one. */
    static double volleyGapsP99Ms(Path folder) throws IOException {
        List<Path> summaries = named(folder, "summary.json");
        return summaries.isEmpty()
                ? Double.NaN
                : JSON.readTree(summaries.get(0).toFile())
                        .at("/metrics/icl/p99")
                        .asDouble(Double.NaN);
    }

    /** {@code c.json} of the C client: the request's number, TTFT and gaps, us. */
    static List<ClientRecord> cClient(Path folder) throws IOException {
        List<ClientRecord> records = new ArrayList<>();
        for (JsonNode request : tree(folder.resolve("c.json")).path("reqs")) {
            records.add(new ClientRecord(
                    request.get(0).asLong(),
                    ServedAnswer.NO_PROMPT,
                    request.get(1).asDouble() * MS_A_MICROSECOND,
                    array(request.get(2), MS_A_MICROSECOND),
                    Double.NaN));
        }
        return records;
    }

    /** {@code out.json} of vLLM's clients: a column for each figure. */
    static List<ClientRecord> vllm(Path folder) throws IOException {
        return columns(tree(folder.resolve("out.json")));
    }

    /** The last line of {@code out.jsonl} of SGLang's clients: a column for each figure. */
    static List<ClientRecord> sglang(Path folder) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        forEachLine(folder.resolve("out.jsonl"), lines::add);
        return lines.isEmpty() ? List.of() : columns(lines.get(lines.size() - 1));
    }

    private static List<ClientRecord> columns(JsonNode result) {
        JsonNode answers = result.path("generated_texts");
        List<ClientRecord> records = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            String answer = answers.get(i).asText();
            if (answer.isEmpty()) {
                continue;
            }
            ClientRecord record = ClientRecord.ofAnswer(
                            answer, result.get("ttfts").get(i).asDouble() * MS_A_SECOND)
                    .withGapsMs(array(result.get("itls").get(i), MS_A_SECOND));
            JsonNode latency = result.path("latencies").path(i); // vLLM's
            records.add(latency.isNumber() ? record.withLatencyMs(latency.asDouble() * MS_A_SECOND) : record);
        }
        return records;
    }

    /** AIPerf's {@code profile_export.jsonl}; a conversation's id is its prompt's number. */
    static List<ClientRecord> aiperf(Path folder) throws IOException {
        List<ClientRecord> records = new ArrayList<>();
        for (Path export : named(folder, "profile_export.jsonl")) {
            forEachLine(export, line -> {
                JsonNode metrics = line.path("metrics");
                if (metrics.has("time_to_first_token")) {
                    records.add(new ClientRecord(
                            0,
                            line.at("/metadata/conversation_id").asLong(ServedAnswer.NO_PROMPT),
                            metrics.at("/time_to_first_token/value").asDouble(),
                            metrics.has("inter_chunk_latency")
                                    ? array(metrics.at("/inter_chunk_latency/value"), 1)
                                    : null,
                            metrics.at("/request_latency/value").asDouble(Double.NaN)));
                }
            });
        }
        return records;
    }

    /** GuideLLM's {@code out.json}. It keeps no single gaps. */
    static List<ClientRecord> guidellm(Path folder) throws IOException {
        List<ClientRecord> records = new ArrayList<>();
        for (JsonNode benchmark : tree(folder.resolve("out.json")).path("benchmarks")) {
            for (JsonNode request : benchmark.at("/requests/successful")) {
                records.add(ClientRecord.ofAnswer(
                                request.path("output").asText(),
                                request.path("time_to_first_token_ms").asDouble(Double.NaN))
                        .withLatencyMs(request.path("request_latency").asDouble(Double.NaN) * MS_A_SECOND));
            }
        }
        return records;
    }

    /** inference-perf's {@code per_request_lifecycle_metrics.json}: the times of all chunks. */
    static List<ClientRecord> inferencePerf(Path folder) throws IOException {
        List<ClientRecord> records = new ArrayList<>();
        for (Path file : named(folder, "per_request_lifecycle_metrics.json")) {
            for (JsonNode request : tree(file)) {
                double[] chunksMs = array(request.at("/info/response_metrics/chunk_times"), MS_A_SECOND);
                if (chunksMs.length == 0) {
                    continue;
                }
                double startMs = request.path("start_time").asDouble() * MS_A_SECOND;
                double[] gapsMs = new double[chunksMs.length - 1];
                for (int i = 0; i < gapsMs.length; i++) {
                    gapsMs[i] = chunksMs[i + 1] - chunksMs[i];
                }
                records.add(ClientRecord.ofAnswer(request.path("response").asText(), chunksMs[0] - startMs)
                        .withGapsMs(gapsMs)
                        .withLatencyMs(request.path("end_time").asDouble(Double.NaN) * MS_A_SECOND - startMs));
            }
        }
        return records;
    }

    /** {@code evalscope.jsonl}, which its script takes out of evalscope's database after the run. */
    static List<ClientRecord> evalscope(Path folder) throws IOException {
        List<ClientRecord> records = new ArrayList<>();
        forEachLine(
                folder.resolve("evalscope.jsonl"),
                line -> records.add(ClientRecord.ofAnswer(
                                line.path("answer").asText(),
                                line.path("first_chunk_latency").asDouble() * MS_A_SECOND)
                        .withGapsMs(array(line.path("inter_token_latencies"), MS_A_SECOND))
                        .withLatencyMs(line.path("latency").asDouble(Double.NaN) * MS_A_SECOND)));
        return records;
    }

    private static double[] array(JsonNode numbers, double msAUnit) {
        double[] array = new double[numbers.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = numbers.get(i).asDouble() * msAUnit;
        }
        return array;
    }

    private static JsonNode tree(Path file) throws IOException {
        return Files.exists(file) ? JSON.readTree(file.toFile()) : JSON.missingNode();
    }

    private static List<Path> named(Path folder, String name) throws IOException {
        Predicate<Path> isIt = path -> path.getFileName().toString().equals(name);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(isIt).sorted().toList();
        }
    }

    private static void forEachLine(Path file, Consumer<JsonNode> action) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                action.accept(JSON.readTree(line));
            }
        }
    }
}
