package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nothing is allocated per token, once the buffers of a response have grown to the size of its events. */
class HotPathAllocationTest {
    private static final int EVENTS = 5_000;

    /** The loops' own bookkeeping; far less than one byte per event. */
    private static final long ALLOWED_BYTES = EVENTS / 10;

    private static final String CHAT =
            "data: {\"id\":\"8f1c\",\"created\":1741172400,\"choices\":[{\"index\":0,\"delta\":"
                    + "{\"role\":null,\"content\":\"%s\",\"reasoning_content\":null,\"tool_calls\":[]},\"logprobs\":null,"
                    + "\"finish_reason\":null}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":77}}\n\n";
    private static final String GENERATE = "data: {\"text\":\"%s\",\"meta_info\":{\"id\":\"1\",\"finish_reason\":null,"
            + "\"prompt_tokens\":9,\"completion_tokens\":77,\"e2e_latency\":0.07}}\n\n";

    private final List<ByteBuf> buffers = new ArrayList<>();

    @AfterEach
    void release() {
        buffers.forEach(ByteBuf::release);
    }

    @Test
    void chatEvents() {
        ByteBuf whole = read(CHAT.formatted(" a\\n\u4e2d"));
        assertThat(allocatedBytes(WireFormat.CHAT, whole)).isLessThan(ALLOWED_BYTES);
    }

    @Test
    void chatEventsInPiecesBetweenKeepAlives() {
        ByteBuf whole = read(": ping\n\nevent: message\nid: 1\n" + CHAT.formatted(" b"));
        ByteBuf first = whole.slice(0, 100);
        ByteBuf second = whole.slice(100, whole.readableBytes() - 100);
        assertThat(allocatedBytes(WireFormat.CHAT, first, second)).isLessThan(ALLOWED_BYTES);
    }

    @Test
    void generateEventsWithLongTexts() {
        ByteBuf whole = read(GENERATE.formatted("word ".repeat(1000)));
        assertThat(allocatedBytes(WireFormat.GENERATE, whole)).isLessThan(ALLOWED_BYTES);
    }

    private ByteBuf read(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteBuf buffer = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
        buffers.add(buffer);
        return buffer;
    }

    private static long allocatedBytes(WireFormat format, ByteBuf... reads) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        // Twice the events of each round, since a keep-alive is one too.
        BodyReader body = new BodyReader(format, new ResponseLog(4 * EVENTS), 2 * EVENTS);
        feed(body, reads);
        long before = threads.getCurrentThreadAllocatedBytes();
        feed(body, reads);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static void feed(BodyReader body, ByteBuf[] reads) {
        for (int i = 0; i < EVENTS; i++) {
            for (ByteBuf read : reads) {
                body.read(read, i);
            }
        }
    }
}
