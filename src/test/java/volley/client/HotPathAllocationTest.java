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

/**
 * Nothing is allocated per token, once the buffers of a response have grown to the size of its events.
 *
 * <p>What is allocated per token is so in every round of events. What the JVM allocates on the thread that runs is not: when
 * it hands a method to the optimizing compiler, which may be in any round, it makes the Strings of all constants of the method's
 * class there and then, once. So the round in which least was allocated counts.
 */
class HotPathAllocationTest {
    private static final int EVENTS = 5_000;

    /** Looked at until one is clean; more than enough for every hot method to have gone to the compiler. */
    private static final int MOST_ROUNDS = 20;

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

    /** In the best of the rounds behind the first, in which the buffers grow. */
    private static long allocatedBytes(WireFormat format, ByteBuf... reads) {
        // Twice the events of each round, since a keep-alive is one too.
        int events = 2 * EVENTS * (1 + MOST_ROUNDS);
        BodyReader body = new BodyReader(format, new ResponseLog(events), events);
        return leastAllocatedBytes(() -> feed(body, reads));
    }

    private static long leastAllocatedBytes(Runnable round) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        round.run();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < MOST_ROUNDS && least >= ALLOWED_BYTES; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            round.run();
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static void feed(BodyReader body, ByteBuf[] reads) {
        for (int i = 0; i < EVENTS; i++) {
            for (ByteBuf read : reads) {
                body.read(read, i);
            }
        }
    }

    /** One small object for every sixteenth event is more than is allowed. */
    @Test
    void whatIsAllocatedInEveryRoundIsSeen() {
        Object[] kept = new Object[1];
        long bytes = leastAllocatedBytes(() -> {
            for (int i = 0; i < EVENTS; i += 16) {
                kept[0] = new int[] {i};
            }
        });
        assertThat(kept[0]).isNotNull();
        assertThat(bytes).isGreaterThan(ALLOWED_BYTES);
    }
}
