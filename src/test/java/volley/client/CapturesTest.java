package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import volley.client.Replay.Seen;

/** Byte streams of real servers, each with what a person reads in it. */
class CapturesTest {
    private static final Path CAPTURES = Path.of("../shared/data/captures");
    private static final String CUT_AFTER = "broke off after %d events, without finish reason or [DONE]";
    private static final Usage HELLO_THERE_USAGE = new Usage(21, 3, Usage.ABSENT);
    private static final Usage LLAMA_USAGE = new Usage(30, 6, Usage.ABSENT);

    /** The tiny model's answer in llama.cpp's captures. */
    private static final String LLAMA_ANSWER = "\u0446\u044c snow attachment\u0446\u044c snow\u0446\u044c";

    private static final Map<String, Seen> BODIES = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "lmdeploy_2025-03-09_f87b1ed4_chat_stream_include_usage.derived.txt",
                    ok("CONTENT=1 CONTENT=2 CONTENT=3 FINISH=3 DONE", "Hello there!", HELLO_THERE_USAGE, "length")),
            Map.entry(
                    "lmdeploy_2025-03-09_f87b1ed4_chat_stream_no_usage.derived.txt",
                    ok("CONTENT CONTENT CONTENT FINISH DONE", "Hello there!", Usage.NONE, "length")),
            Map.entry("proxy_keepalive.published.txt", cut("COMMENT COMMENT COMMENT", "", Usage.NONE, 3)),
            Map.entry(
                    "sglang_2025-03-05_25482edb5_chat_stream.derived.txt",
                    ok(
                            "ROLE CONTENT CONTENT CONTENT FINISH USAGE=3 DONE",
                            "Hello there!",
                            HELLO_THERE_USAGE,
                            "length")),
            Map.entry(
                    "sglang_2025-03-05_25482edb5_generate_stream.derived.txt",
                    ok("CONTENT=1 CONTENT=2 CONTENT=3 FINISH=3 DONE", "Hello there!", new Usage(21, 3, 0), "length")),
            Map.entry(
                    "sglang_2025-03-05_25482edb5_stream_error.derived.txt",
                    new Seen(
                            "ROLE CONTENT ERROR DONE",
                            "Hello",
                            Usage.NONE,
                            null,
                            Outcome.IN_BAND_ERROR,
                            "Input is too long (BadRequestError, 400)")),
            Map.entry(
                    "sglang_2025-09.published.txt",
                    ok("ROLE CONTENT CONTENT FINISH", "\u6708\u5149\u6d12\u5728", Usage.NONE, "stop")),
            Map.entry("sglang_2026-05_reasoning.published.txt", cut("ROLE REASONING REASONING", "", Usage.NONE, 3)),
            Map.entry(
                    "sglang_2026-06_623300a5_chat_stream.derived.txt",
                    ok("ROLE CONTENT FINISH USAGE=1 DONE", "Hello", new Usage(21, 1, 16), "length")),
            Map.entry(
                    "sglang_2026-08-20_tools.published.txt",
                    cut(
                            "ROLE REASONING REASONING CONTENT CONTENT TOOL",
                            "I the weather for both cities.\\n\\n",
                            Usage.NONE,
                            6)),
            Map.entry(
                    "sglang_2026-10-09_nonstream.published.txt",
                    ok("REASONING=24 CONTENT=24 FINISH=24", "OK", new Usage(59, 24, Usage.ABSENT), "stop")),
            Map.entry(
                    "vllm_2025-03-10_dc74613f_chat_stream.derived.txt",
                    ok(
                            "ROLE CONTENT CONTENT CONTENT FINISH USAGE=3 DONE",
                            "Hello there!",
                            HELLO_THERE_USAGE,
                            "length")),
            // Three streams' beginnings in one file: only the first role delta says anything new.
            Map.entry(
                    "vllm_chat.published.txt",
                    cut(
                            "ROLE CONTENT EMPTY CONTENT EMPTY CONTENT",
                            "\u6211\u662fHello\uff1f\ud83d\ude0a",
                            Usage.NONE,
                            6)),
            Map.entry(
                    "vllm_omni_continuous_usage.published.txt",
                    cut("ROLE=0 CONTENT=1", "v", new Usage(15, 1, Usage.ABSENT), 2))));

    /** Captures with their HTTP framing: what each of the responses in the file is. */
    private static final Map<String, List<Seen>> FRAMED = new TreeMap<>(Map.ofEntries(
            Map.entry(
                    "uvicorn_0.17_sglang25_http_framing.raw.txt",
                    List.of(
                            ok(
                                    "ROLE CONTENT CONTENT CONTENT FINISH USAGE=3 DONE",
                                    "Hello there!",
                                    HELLO_THERE_USAGE,
                                    "length"),
                            failed(Outcome.HTTP_4XX, "HTTP 400 bad (BadRequestError, 400)"))),
            // A worker behind a router was killed: closed without the last chunk. One of the events bears two tokens.
            Map.entry(
                    "vllm-router-worker-killed/stream.0.txt",
                    List.of(new Seen(
                            "ROLE" + " CONTENT".repeat(51),
                            ".YES fabulous".repeat(26),
                            Usage.NONE,
                            null,
                            Outcome.TRUNCATED,
                            CUT_AFTER.formatted(52) + ": closed"))),
            Map.entry(
                    "llama-server-2025-02/error_404.txt",
                    List.of(failed(Outcome.HTTP_4XX, "HTTP 404 File Not Found (not_found_error, 404)"))),
            Map.entry(
                    "llama-server-2025-02/error_badjson.txt",
                    List.of(failed(
                            Outcome.HTTP_5XX,
                            "HTTP 500 [json.exception.parse_error.101] parse error at line 1, column 28: syntax error while"
                                    + " parsing value - unexpected end of input; expected '[', '{', or a literal"
                                    + " (server_error, 500)"))),
            Map.entry(
                    "llama-server-2025-02/error_nomessages.txt",
                    List.of(
                            failed(
                                    Outcome.HTTP_5XX,
                                    "HTTP 500 [json.exception.out_of_range.403] key 'messages' not found (server_error, 500)"))),
            Map.entry(
                    "llama-server-2025-02/health.txt",
                    List.of(failed(Outcome.BAD_JSON, "a JSON object that is no answer: {\"status\":\"ok\"}"))),
            Map.entry(
                    "llama-server-2025-02/metrics.txt",
                    List.of(failed(
                            Outcome.BAD_JSON,
                            "a body that is neither an event stream nor JSON:"
                                    + " # HELP llamacpp:prompt_tokens_total Number of prompt tokens processed."))),
            Map.entry(
                    "llama-server-2025-02/models.txt",
                    List.of(
                            failed(
                                    Outcome.BAD_JSON,
                                    "a JSON object that is no answer: {\"object\":\"list\",\"data\":[{\"id\":\"tiny\",\"object\":"
                                            + "\"model\",\"created\":1795489867,\"owned_by\":\"llamacpp\",\"meta\":{\"vocab_type\":1..."))),
            Map.entry(
                    "llama-server-2025-02/nonstream.txt",
                    List.of(ok("CONTENT=6 FINISH=6", LLAMA_ANSWER, LLAMA_USAGE, "length"))),
            Map.entry(
                    "llama-server-2025-02/stream_nousage_raw.txt",
                    List.of(ok(
                            "CONTENT CONTENT CONTENT CONTENT CONTENT CONTENT FINISH=6 DONE",
                            LLAMA_ANSWER,
                            LLAMA_USAGE,
                            "length"))),
            Map.entry(
                    "llama-server-2025-02/stream_usage_raw.txt",
                    List.of(ok(
                            "CONTENT CONTENT CONTENT CONTENT CONTENT CONTENT FINISH=6 DONE",
                            LLAMA_ANSWER,
                            LLAMA_USAGE,
                            "length")))));

    private static Seen ok(String events, String answer, Usage usage, String finishReason) {
        return new Seen(events, answer, usage, finishReason, Outcome.OK, null);
    }

    private static Seen cut(String events, String answer, Usage usage, int count) {
        return new Seen(events, answer, usage, null, Outcome.TRUNCATED, CUT_AFTER.formatted(count));
    }

    private static Seen failed(Outcome outcome, String error) {
        return new Seen("", "", Usage.NONE, null, outcome, error);
    }

    @BeforeAll
    static void needsTheCaptures() throws IOException {
        Assumptions.assumeThat(CAPTURES)
                .as("captures of real servers, not part of the checkout")
                .isDirectory();
        if (Boolean.getBoolean("golden.update")) {
            CurlCapture.writeExpectations(
                    CAPTURES,
                    captures().stream()
                            .filter(name -> !BODIES.containsKey(name) && !FRAMED.containsKey(name))
                            .toList());
        }
    }

    private static List<String> captures() throws IOException {
        try (Stream<Path> files = Files.walk(CAPTURES)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .map(file -> CAPTURES.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyFileHasAnExpectation() throws IOException {
        Set<String> expected = new HashSet<>(BODIES.keySet());
        expected.addAll(FRAMED.keySet());
        expected.addAll(CurlCapture.expectations().keySet());
        assertThat(expected).containsExactlyInAnyOrderElementsOf(captures());
    }

    @TestFactory
    Stream<DynamicTest> responsesAsCurlShowsThem() throws IOException {
        return CurlCapture.expectations().entrySet().stream()
                .map(capture -> DynamicTest.dynamicTest(capture.getKey(), () -> {
                    CurlCapture response = CurlCapture.read(CAPTURES.resolve(capture.getKey()));
                    assertThat(response.everySplit()).isEqualTo(capture.getValue());
                }));
    }

    /** The same streams, read by a plain program that knows nothing of events' kinds. */
    @TestFactory
    Stream<DynamicTest> countsAndTextAreThoseInTheStream() throws IOException {
        return CurlCapture.expectations().keySet().stream()
                .filter(name -> name.contains("chat_") || name.contains("completions_") || name.contains("-eos/"))
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    CurlCapture response = CurlCapture.read(CAPTURES.resolve(name));
                    if (response.isSuccess()) {
                        Seen seen = Seen.of(response.play());
                        assertThat(PlainReading.of(response.body()))
                                .isEqualTo(new PlainReading(seen.answer(), seen.usage(), seen.finishReason()));
                    }
                }));
    }

    /** The bytes that came over the socket; a note of who wrote them down may follow. */
    private static byte[] socket(String name) throws IOException {
        String bytes = Files.readString(CAPTURES.resolve(name), StandardCharsets.ISO_8859_1);
        return bytes.replace("\n<<EOF>>", "").getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void bodies() throws IOException {
        for (Map.Entry<String, Seen> capture : BODIES.entrySet()) {
            WireFormat format = capture.getKey().contains("_generate_") ? WireFormat.GENERATE : WireFormat.CHAT;
            byte[] body = Files.readAllBytes(CAPTURES.resolve(capture.getKey()));
            assertThat(Replay.everySplit(format, body)).as(capture.getKey()).isEqualTo(capture.getValue());
        }
    }

    @Test
    void responsesWithFraming() throws IOException {
        for (Map.Entry<String, List<Seen>> capture : FRAMED.entrySet()) {
            byte[] bytes = socket(capture.getKey());
            for (int readBytes : new int[] {bytes.length, 1, 100}) {
                assertThat(throughHttp(bytes, readBytes))
                        .as("%s in reads of %d bytes", capture.getKey(), readBytes)
                        .isEqualTo(capture.getValue());
            }
        }
    }

    private static List<Seen> throughHttp(byte[] bytes, int readBytes) {
        List<Seen> responses = new ArrayList<>();
        EmbeddedChannel http = new EmbeddedChannel(new HttpResponseDecoder());
        Replay.Run run = null;
        for (int from = 0; from < bytes.length; from += readBytes) {
            http.writeInbound(Unpooled.copiedBuffer(bytes, from, Math.min(readBytes, bytes.length - from)));
            HttpObject message;
            while ((message = http.readInbound()) != null) {
                if (message instanceof HttpResponse response) {
                    run = new Replay.Run(WireFormat.CHAT, true);
                    run.response.onHttpResponse(response.status(), response.headers());
                } else if (message instanceof HttpContent content && run != null) {
                    byte[] part = ByteBufUtil.getBytes(content.content());
                    run.read(part, 0, part.length, message instanceof LastHttpContent);
                    content.release();
                    if (message instanceof LastHttpContent) {
                        responses.add(Seen.of(run.only()));
                    }
                }
            }
        }
        http.finishAndReleaseAll();
        if (run != null && run.exchanges.isEmpty()) {
            run.response.onThrowable(new IOException("closed"));
            responses.add(Seen.of(run.only()));
        }
        return responses;
    }
}
