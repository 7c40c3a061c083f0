package volley.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Bytes to raw events: a chat stream of 512 tokens, one event per read, as a server writes it. Two questions:
 *
 * <ul>
 *   <li>{@code request}: what an event costs with all of the request's own set-up (parser, buffers, log, record) shared
 *       among its 512 events.
 *   <li>{@code event}: what one more event costs inside of a running response. Nothing is allocated per token but what is
 *       recorded of it, in arrays for which room is made when the response begins.
 * </ul>
 *
 * <p>docs/performance.md has the command.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SseDecodingBenchmark {
    private static final int TOKENS = 512;

    /** SGLang's event of 2025-03, which names every field. */
    private static final String CHUNK =
            "data: {\"id\":\"8f1c0d9e3b6a4c51a7d2e9f004b1c2d3\",\"object\":\"chat.completion.chunk\","
                    + "\"created\":1741172400,\"model\":\"Qwen/Qwen2.5-14B-Instruct\",\"choices\":[{\"index\":0,\"delta\":{%s,"
                    + "\"reasoning_content\":null,\"tool_calls\":null},\"logprobs\":null,\"finish_reason\":%s,"
                    + "\"matched_stop\":null}],\"usage\":%s}\n\n";

    /** Whether every event carries the running token counts. */
    @Param({"false", "true"})
    public boolean usageInEveryEvent;

    private ByteBuf[] reads;
    private final ResponseReader reader = new ResponseReader(WireFormat.CHAT, true, ApiKey.NONE, System::nanoTime);
    private ResponseLog log;
    private BodyReader body;
    private int position;

    @Setup
    public void render() {
        reads = new ByteBuf[TOKENS + 3];
        reads[0] = read("\"role\":\"assistant\",\"content\":\"\"", "null", 0);
        for (int token = 1; token <= TOKENS; token++) {
            reads[token] = read("\"role\":null,\"content\":\" token" + token % 97 + "\"", "null", token);
        }
        reads[TOKENS + 1] = read("\"role\":null,\"content\":\"\"", "\"length\"", TOKENS);
        reads[TOKENS + 2] = direct("data: [DONE]\n\n");
        startResponse();
    }

    private ByteBuf read(String delta, String finishReason, int tokens) {
        String usage = usageInEveryEvent
                ? "{\"prompt_tokens\":21,\"total_tokens\":" + (21 + tokens) + ",\"completion_tokens\":" + tokens + "}"
                : "null";
        return direct(CHUNK.formatted(delta, finishReason, usage));
    }

    private static ByteBuf direct(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
    }

    private void startResponse() {
        log = new ResponseLog(1 << 16);
        body = new BodyReader(WireFormat.CHAT, log, 1 << 16);
        position = 1;
    }

    /** A whole response, counted per event. */
    @Benchmark
    @OperationsPerInvocation(TOKENS + 3)
    public Exchange request() {
        Exchange[] result = new Exchange[1];
        StreamingResponse response = StreamingResponse.expect(reader, 0, 0, TOKENS, exchange -> result[0] = exchange);
        response.onSend();
        response.onHttpResponse(HttpResponseStatus.OK, EmptyHttpHeaders.INSTANCE);
        for (int i = 0; i < reads.length; i++) {
            response.onHttpResponseBodyChunk(reads[i], i == reads.length - 1);
        }
        return result[0];
    }

    /** One token's event of a long response. The response is begun anew every 65,536 events, before its log grows. */
    @Benchmark
    public int event() {
        body.read(reads[position % TOKENS + 1], System.nanoTime());
        if (++position == 1 << 16) {
            startResponse();
        }
        return log.events.size();
    }
}
