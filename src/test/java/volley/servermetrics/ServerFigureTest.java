package volley.servermetrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of each kind of server: those in the captured bodies, and forms that documentation has and no capture does. */
class ServerFigureTest {
    private static final Path CAPTURES = Path.of("../shared/data/captures");

    @ParameterizedTest
    @CsvSource({
        "vllm-0.32.0-cpu, requests_running, 0",
        "vllm-0.32.0-cpu, requests_waiting, 0",
        "vllm-0.32.0-cpu, kv_usage, 0",
        "vllm-0.32.0-cpu, requests_total, 8",
        "vllm-0.32.0-cpu, prompt_tokens_total, 288",
        "vllm-0.32.0-cpu, generated_tokens_total, 57",
        "vllm-0.32.0-cpu, cache_query_tokens_total, 288",
        "vllm-0.32.0-cpu, cache_hit_tokens_total, 0",
        "vllm-0.32.0-cpu, external_cache_hit_tokens_total, 0",
        "vllm-0.32.0-cpu, preemptions_total, 0",
        "vllm-0.32.0-cpu, ttft_count, 8",
        "vllm-0.32.0-cpu, ttft_seconds_sum, 0.7170653343200684",
        "vllm-0.32.0-cpu, queue_seconds_sum, 0.0002178130007450818",
        "vllm-0.32.0-cpu, prefill_seconds_sum, 0.27130951699973593",
        "vllm-0.32.0-cpu, decode_seconds_sum, 0.8203111569996508",
        "vllm-0.32.0-cpu, e2e_seconds_sum, 1.5288546085357666",
        "vllm-0.32.0-cpu-default-interval4, generated_tokens_total, 57",
        "vllm-router-0.1.17-rr, prompt_tokens_total, 145831",
        "vllm-router-0.1.17-rr, cache_hit_tokens_total, 70112",
        "vllm-router-0.1.17-rr, requests_total, 383",
        "vllm-router-0.1.17-rr, decode_count, 383",
        "llama-server-b10068, requests_running, 0",
        "llama-server-b10068, requests_waiting, 0",
        "llama-server-b10068, processed_prompt_tokens_total, 67",
        "llama-server-b10068, generated_tokens_total, 85",
        "llama-server-b10068, prefill_seconds_sum, 63.317",
        "llama-server-b10068, decode_seconds_sum, 130.139",
        "llama-server-2025-02, kv_usage, 0.00106812",
        "llama-server-2025-02, processed_prompt_tokens_total, 32",
    })
    void realServers(String capture, String figure, double value) throws IOException {
        Path file = CAPTURES.resolve(capture).resolve("metrics.txt");
        assumeThat(file).as("needs the captures in ../shared/data").exists();
        Map<ServerFigure, Double> read = ServerSample.read(Files.readString(file));
        assertThat(read.get(ServerFigure.of(figure).orElseThrow())).isCloseTo(value, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "llama-server-b10068, prompt_tokens_total",
        "llama-server-b10068, kv_usage",
        "llama-server-b10068, prefill_count",
        "llama-server-b10068, cache_hit_tokens_total",
        "vllm-0.32.0-cpu, draft_tokens_total",
        "vllm-0.32.0-cpu, processed_prompt_tokens_total"
    })
    void whatAServerDoesNotTellIsAbsent(String capture, String figure) throws IOException {
        Path file = CAPTURES.resolve(capture).resolve("metrics.txt");
        assumeThat(file).as("needs the captures in ../shared/data").exists();
        assertThat(ServerSample.read(Files.readString(file)))
                .doesNotContainKey(ServerFigure.of(figure).orElseThrow());
    }

    @Test
    void enginesAreAddedAndTheirSharesAveraged() {
        Map<ServerFigure, Double> two = ServerSample.read(
                """
                vllm:num_requests_running{engine="0"} 3
                vllm:num_requests_running{engine="1"} 4
                vllm:kv_cache_usage_perc{engine="0"} 0.5
                vllm:kv_cache_usage_perc{engine="1"} 0.1
                vllm:prompt_tokens_total{engine="0"} 100
                vllm:prompt_tokens_total{engine="1"} 20
                vllm:spec_decode_num_draft_tokens_total{engine="0"} 8
                vllm:spec_decode_num_accepted_tokens_total{engine="0"} 6
                """);
        assertThat(two)
                .containsEntry(ServerFigure.RUNNING, 7.0)
                .containsEntry(ServerFigure.KV_USAGE, 0.3)
                .containsEntry(ServerFigure.PROMPT_TOKENS, 120.0)
                .containsEntry(ServerFigure.DRAFT_TOKENS, 8.0)
                .containsEntry(ServerFigure.ACCEPTED_TOKENS, 6.0);
    }

    @Test
    void ranksOfOneModelsPartsCountOnceAndTiersAreNotAddedToTheirSum() {
        Map<ServerFigure, Double> sglang = ServerSample.read(
                """
                sglang:num_running_reqs{dp_rank="0",tp_rank="0"} 3
                sglang:num_running_reqs{dp_rank="0",tp_rank="1"} 3
                sglang:num_running_reqs{dp_rank="1",tp_rank="2"} 2
                sglang:token_usage{dp_rank="0",tp_rank="0"} 0.4
                sglang:token_usage{dp_rank="1",tp_rank="2"} 0.2
                sglang:prompt_tokens_total{model_name="m"} 1000
                sglang:cached_tokens_total{cache_source="device"} 300
                sglang:cached_tokens_total{cache_source="host"} 100
                sglang:cached_tokens_total{cache_source="total"} 400
                sglang:per_stage_req_latency_seconds_sum{stage="prefill_forward",tp_rank="0"} 5
                sglang:per_stage_req_latency_seconds_sum{stage="prefill_forward",tp_rank="1"} 4.9
                sglang:per_stage_req_latency_seconds_sum{stage="decode_forward",tp_rank="0"} 50
                sglang:per_stage_req_latency_seconds_count{stage="prefill_forward",tp_rank="0"} 10
                sglang:per_stage_req_latency_seconds_count{stage="prefill_forward",tp_rank="1"} 10
                sglang:queue_time_seconds_sum{dp_rank="0",tp_rank="0"} 1.5
                sglang:spec_accept_length{dp_rank="0"} 2.9
                """);
        assertThat(sglang)
                .containsEntry(ServerFigure.RUNNING, 5.0)
                .containsEntry(ServerFigure.KV_USAGE, (0.4 + 0.2) / 2)
                .containsEntry(ServerFigure.HIT_TOKENS, 400.0)
                .containsEntry(ServerFigure.QUERY_TOKENS, 1000.0)
                .containsEntry(ServerFigure.PREFILL_SECONDS, 5.0)
                .containsEntry(ServerFigure.PREFILL_COUNT, 10.0)
                .containsEntry(ServerFigure.QUEUE_SECONDS, 1.5)
                .containsEntry(ServerFigure.ACCEPT_LENGTH, 2.9);
        assertThat(ServerSample.read("sglang:cached_tokens_total{cache_source=\"device\"} 300\n"
                        + "sglang:cached_tokens_total{cache_source=\"host\"} 100"))
                .containsEntry(ServerFigure.HIT_TOKENS, 400.0);
    }

    @Test
    void lmdeploysAreLikeVllms() {
        assertThat(
                        ServerSample.read(
                                """
                        lmdeploy:num_requests_running{engine="0"} 2
                        lmdeploy:gpu_cache_usage_perc{engine="0"} 0.25
                        lmdeploy:request_queue_time_seconds_sum{engine="0"} 0.5
                        lmdeploy:request_queue_time_seconds_count{engine="0"} 4
                        """))
                .isEqualTo(Map.of(
                        ServerFigure.RUNNING, 2.0,
                        ServerFigure.KV_USAGE, 0.25,
                        ServerFigure.QUEUE_SECONDS, 0.5,
                        ServerFigure.QUEUE_COUNT, 4.0));
    }

    @Test
    void whatIsNoNumberIsAbsent() {
        assertThat(ServerSample.read("vllm:kv_cache_usage_perc NaN\nvllm:num_requests_running +Inf\n"))
                .isEmpty();
    }
}
