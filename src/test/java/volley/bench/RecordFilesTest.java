package volley.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fields of each client's file, in a file made by hand. */
class RecordFilesTest {
    @TempDir
    Path folder;

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void assertRecord(List<ClientRecord> records, long number, double ttftMs, double... gapsMs) {
        assertThat(records).hasSize(1);
        assertThat(records.get(0).number()).isEqualTo(number);
        assertThat(records.get(0).ttftMs()).isEqualTo(ttftMs);
        assertThat(records.get(0).gapsMs()).containsExactly(gapsMs);
    }

    @Test
    void volleysRequestsAreJoinedWithItsAnswersAndFailedOnesHaveNone() throws IOException {
        write(
                "target/run-1/requests.jsonl",
                """
                {"order":1,"outcome":"ok","ttft_ns":2500000,"sent_ns":1000000,"end_ns":9000000}
                {"order":2,"outcome":"timeout","ttft_ns":null}
                """);
        write("target/run-1/answers.jsonl", "{\"order\":1,\"answer\":\"[00000017] t0001\"}\n");
        write("target/run-1/summary.json", "{\"metrics\":{\"icl\":{\"p99\":20.5}}}");

        List<ClientRecord> records = RecordFiles.volley(folder);

        assertThat(records).hasSize(1);
        assertThat(records.get(0).number()).isEqualTo(17);
        assertThat(records.get(0).ttftMs()).isEqualTo(2.5);
        assertThat(records.get(0).latencyMs()).isEqualTo(8);
        assertThat(records.get(0).gapsMs()).isNull();
        assertThat(RecordFiles.volleyGapsP99Ms(folder)).isEqualTo(20.5);
    }

    @Test
    void vllmAndSglangHaveColumnsInSeconds() throws IOException {
        String columns = "{\"generated_texts\":[\"think [00000003]"
                + " t0001\",\"\"],\"ttfts\":[0.5,0],\"itls\":[[0.25,0.125],[]],\"latencies\":[1.5,0]}";
        write("out.json", columns);
        write(
                "out.jsonl",
                "{\"generated_texts\":[]}\n" + columns.replaceFirst("\\{", "{\"request_rate\":Infinity,") + "\n");

        assertRecord(RecordFiles.vllm(folder), 3, 500, 250, 125);
        assertThat(RecordFiles.vllm(folder).get(0).latencyMs()).isEqualTo(1500);
        assertRecord(RecordFiles.sglang(folder), 3, 500, 250, 125);
    }

    @Test
    void theCClientHasMicroseconds() throws IOException {
        write("c.json", "{\"summary\":{},\"reqs\":[[5,2000,[1000,3000]]]}");

        assertRecord(RecordFiles.cClient(folder), 5, 2, 1, 3);
    }

    @Test
    void aiperfsConversationsAreNamedByTheirPrompts() throws IOException {
        write(
                "aiperf/profile_export.jsonl",
                """
                {"metadata":{"conversation_id":"41"},"metrics":{"time_to_first_token":{"value":7.5},\
                "inter_chunk_latency":{"value":[1,2]},"request_latency":{"value":10.5}}}
                {"metadata":{"conversation_id":"42"},"metrics":{},"error":{}}
                """);

        List<ClientRecord> records = RecordFiles.aiperf(folder);

        assertRecord(records, 0, 7.5, 1, 2);
        assertThat(records.get(0).prompt()).isEqualTo(41);
        assertThat(records.get(0).latencyMs()).isEqualTo(10.5);
    }

    @Test
    void inferencePerfHasTimesOfChunks() throws IOException {
        write(
                "inference-perf/per_request_lifecycle_metrics.json",
                """
                [{"start_time":10.0,"end_time":11.0,"response":"[9]","info":{"response_metrics":{"chunk_times":[10.5,10.75]}}},
                 {"start_time":10.0,"response":"","info":{}}]
                """);

        assertRecord(RecordFiles.inferencePerf(folder), 9, 500, 250);
    }

    @Test
    void guidellmsSuccessfulRequestsAndEvalscopesLines() throws IOException {
        write(
                "out.json",
                """
                {"benchmarks":[{"requests":{"successful":[{"output":"[4] t0001","time_to_first_token_ms":3.5,\
                "request_latency":0.5}],"incomplete":[{"output":""}]}}]}
                """);
        write(
                "evalscope.jsonl",
                """
                {"answer":"[6]","first_chunk_latency":0.25,"inter_token_latencies":[0.5],"latency":0.75}
                """);

        assertThat(RecordFiles.guidellm(folder)).singleElement().satisfies(record -> {
            assertThat(record.number()).isEqualTo(4);
            assertThat(record.ttftMs()).isEqualTo(3.5);
            assertThat(record.latencyMs()).isEqualTo(500);
        });
        assertRecord(RecordFiles.evalscope(folder), 6, 250, 500);
    }

    @Test
    void anyClientMayWriteItsOwnRecords() throws IOException {
        write(
                "records.jsonl",
                "{\"prompt\":12,\"ttft_ms\":1.5,\"gaps_ms\":[2.5]}\n{\"answer\":\"[8]\",\"ttft_ms\":4}\n");

        List<ClientRecord> records = RecordFiles.own(folder);

        assertThat(records).extracting(ClientRecord::prompt).containsExactly(12L, ServedAnswer.NO_PROMPT);
        assertThat(records).extracting(ClientRecord::number).containsExactly(0L, 8L);
    }

    @Test
    void aClientThatLeftNoFileHasNoRecords() throws IOException {
        assertThat(RecordFiles.volley(folder)).isEmpty();
        assertThat(RecordFiles.sglang(folder)).isEmpty();
        assertThat(RecordFiles.guidellm(folder)).isEmpty();
        assertThat(RecordFiles.volleyGapsP99Ms(folder)).isNaN();
    }
}
