package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EventEndsTest {
    private final EventEnds ends = new EventEnds();

    private List<Integer> endsOf(String bytes) {
        ends.find(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.US_ASCII)));
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < ends.size(); i++) {
            found.add(ends.end(i));
        }
        return found;
    }

    @Test
    void anEventEndsAtItsBlankLineWhereverTheReadBegan() {
        assertThat(endsOf("data: a\n\n")).containsExactly(9);
        assertThat(endsOf("data: a\r\n\r\ndata: b")).containsExactly(11);
        assertThat(endsOf("ta: a\n\ndata: b\n\ndat")).containsExactly(7, 16);
        assertThat(endsOf("data: a\n")).isEmpty();
        assertThat(endsOf("")).isEmpty();
        assertThat(ends.beginWithHead()).isFalse();
    }

    @Test
    void aHeadIsToldApart() {
        String head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        assertThat(endsOf(head + "9\r\ndata: a\n\n\r\n")).containsExactly(head.length(), head.length() + 14);
        assertThat(ends.beginWithHead()).isTrue();
    }

    /** An end lies between the event's last byte and the next event's first, or at the last byte that was read. */
    @Test
    void chunksMakeNoDifference() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            String newLine = random.nextBoolean() ? "\n" : "\r\n";
            boolean chunked = random.nextBoolean();
            StringBuilder bytes = new StringBuilder();
            List<Integer> expected = new ArrayList<>();
            for (int event = random.nextInt(40); event >= 0; event--) {
                String text = "data: {\"n\":\"" + "x".repeat(random.nextInt(300)) + "\"}" + newLine + newLine;
                bytes.append(chunked ? Integer.toHexString(text.length()).toUpperCase(Locale.ROOT) + "\r\n" : "")
                        .append(text);
                expected.add(bytes.length());
                bytes.append(chunked ? "\r\n" : "");
            }
            boolean ended = chunked && random.nextBoolean();
            bytes.append(ended ? "0\r\n\r\n" : "");
            if (chunked && !ended) {
                // Its last chunk's end belongs to the event.
                expected.set(expected.size() - 1, bytes.length());
            }

            assertThat(endsOf(bytes.toString())).as("seed %d", seed).isEqualTo(expected);
        }
    }
}
