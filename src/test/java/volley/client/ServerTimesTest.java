package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where each kind of server says that the time went. */
class ServerTimesTest {
    private static final Path CAPTURES = Path.of("../shared/data/captures");

    private static ServerTimes chat(String... events) {
        return of(WireFormat.CHAT, events);
    }

    private static ServerTimes of(WireFormat format, String... events) {
        StringBuilder body = new StringBuilder();
        for (String event : events) {
            body.append("data: ").append(event).append("\n\n");
        }
        return Replay.play(format, body.append("data: [DONE]\n\n").toString().getBytes(StandardCharsets.UTF_8))
                .serverTimes();
    }

    /** All answers of a thread are read by one parser. */
    @ParameterizedTest
    @ValueSource(strings = {"1000000000000000000000000000000", "-1000000000000000000000000000000", "NaN", "1e999", "7"})
    void areNotThoseOfANumberBefore(String tokens) {
        assertThat(chat(
                        "{\"choices\":[],\"usage\":{\"prompt_tokens\":" + tokens + ",\"completion_tokens\":" + tokens
                                + "}}",
                        "{\"choices\":[],\"timings\":{\"prompt_ms\":14.25}}"))
                .isEqualTo(new ServerTimes(Exchange.NEVER, 14_250_000));
    }

    @ParameterizedTest
    @CsvSource({
        "llama-server-b10068/chat_stream_usage.txt, 14681235000",
        "llama-server-2025-02/stream_usage_raw.txt, 33551000",
    })
    void llamaCppsTimings(String capture, long prefillNs) throws IOException {
        Path file = CAPTURES.resolve(capture);
        assumeThat(file).as("needs the captures in ../shared/data").exists();
        assertThat(CurlCapture.read(file).play().serverTimes()).isEqualTo(new ServerTimes(Exchange.NEVER, prefillNs));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vllm-0.32.0-cpu/chat_stream_usage.txt",
                "sglang-router-0.3.2-cache-aware/chat_stream_usage.txt",
                "transformers-serve-5.19/chat_stream_usage.txt"
            })
    void serversThatTellNothing(String capture) throws IOException {
        Path file = CAPTURES.resolve(capture);
        assumeThat(file).as("needs the captures in ../shared/data").exists();
        assertThat(CurlCapture.read(file).play().serverTimes()).isEqualTo(Exchange.NO_SERVER_TIMES);
    }

    @Test
    void vllmsMetricsStandWithItsUsage() {
        String token =
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}],\"metrics\":null}";
        String usage = "{\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1},\"metrics\":{"
                + "\"time_to_first_token_ms\":12.5,\"queue_time_ms\":0.25,\"generation_time_ms\":80.0,"
                + "\"mean_itl_ms\":null,\"tokens_per_second\":3,\"speculative_decoding\":{\"queue_time_ms\":9}}}";
        assertThat(chat(token, usage)).isEqualTo(new ServerTimes(250_000, 12_500_000));
    }

    /** An event of a known kind is not parsed: one with times must be, also where it tells them again. */
    @Test
    void timesThatAreToldTwiceAreToldByTheNextAnswerToo() {
        String event = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}],"
                + "\"timings\":{\"prompt_ms\":12.25}}";
        assertThat(chat(event, event)).isEqualTo(new ServerTimes(Exchange.NEVER, 12_250_000));
        assertThat(chat(event)).isEqualTo(new ServerTimes(Exchange.NEVER, 12_250_000));
    }

    @Test
    void sglangsSchedulerTellsInSecondsInEveryEvent() {
        String event = "{\"text\":\"a\",\"meta_info\":{\"id\":\"1\",\"finish_reason\":null,\"prompt_tokens\":5,"
                + "\"completion_tokens\":1,\"queue_time\":0.002,\"forward_entry_time\":1796012352.5,"
                + "\"prefill_finished_time\":1796012352.75}}";
        assertThat(of(WireFormat.GENERATE, event, event)).isEqualTo(new ServerTimes(2_000_000, 250_000_000));
        String disaggregated = "{\"text\":\"a\",\"meta_info\":{\"prompt_tokens\":5,\"completion_tokens\":1,"
                + "\"prefill_launch_latency\":0.3,\"prefill_waiting_latency\":0.1}}";
        assertThat(of(WireFormat.GENERATE, disaggregated)).isEqualTo(new ServerTimes(Exchange.NEVER, 300_000_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"queue_time_ms\":-1,\"prompt_ms\":-0.5}",
                "{\"queue_time_ms\":NaN,\"prompt_ms\":Infinity}",
                "{\"queue_time_ms\":\"12\",\"prompt_ms\":null}",
                "{\"queue_time_ms\":1e300,\"prompt_ms\":{\"prompt_ms\":3}}",
                "[1,2]",
                "7",
                "null"
            })
    void whatCanBeNoTimeIsNotTold(String metrics) {
        String token =
                "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"metrics\":"
                        + metrics + "}";
        assertThat(chat(token)).isEqualTo(Exchange.NO_SERVER_TIMES);
    }

    @Test
    void aRoundTripIsTheShortestOfFiveConnects() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AtomicLong clock = new AtomicLong();
            long[] ticks = {0, 900, 1000, 1700, 2000, 2400, 3000, 3500, 4000, 4600};
            OptionalLong shortest = NetworkRoundTrip.measure(
                    URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1"),
                    () -> ticks[(int) clock.getAndIncrement()]);
            assertThat(shortest).hasValue(400);
            server.close();
            assertThat(NetworkRoundTrip.measure(URI.create("http://127.0.0.1:" + server.getLocalPort()), () -> 0))
                    .isEmpty();
        }
    }
}
