package volley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SseDecoderTest {
    private static final int MAX_EVENT_BYTES = 8 << 20;

    private final List<String> seen = new ArrayList<>();
    private final List<Long> stamps = new ArrayList<>();

    private final SseDecoder.Listener listener = new SseDecoder.Listener() {
        @Override
        public void onData(byte[] bytes, int offset, int length, long timeNs, boolean complete) {
            seen.add((complete ? "" : "cut ") + new String(bytes, offset, length, StandardCharsets.UTF_8));
            stamps.add(timeNs);
        }

        @Override
        public void onError(byte[] bytes, int offset, int length, long timeNs) {
            seen.add("error " + new String(bytes, offset, length, StandardCharsets.UTF_8));
            stamps.add(timeNs);
        }

        @Override
        public void onComment(long timeNs) {
            seen.add(":");
            stamps.add(timeNs);
        }
    };

    @Test
    void endsLinesAtLfCrlfAndCr() {
        for (String end : List.of("\n", "\r\n", "\r")) {
            String stream = "data: a\n\ndata: b\ndata: c\n\n: ping\n\n".replace("\n", end);
            assertThat(decode(stream))
                    .as("line end %s", end.replace("\r", "CR").replace("\n", "LF"))
                    .containsExactly("a", "b\nc", ":");
        }
    }

    @Test
    void errorsAreNamedByAnEventOrALine() {
        assertThat(decode("event: error\ndata: a\n\ndata: b\n\n")).containsExactly("error a", "b");
        assertThat(decode("data: c\nevent:error\n\nevent: errors\ndata: d\n\n")).containsExactly("error c", "d");
        assertThat(decode("event: error\n\ndata: e\n\n")).containsExactly("error ", "e");
        assertThat(decode("data: f\n\nerror: {\"code\":500}\n\n")).containsExactly("f", "error {\"code\":500}");
        assertThat(decode("error\n\nevent: error\nevent: message\ndata: g\n\n")).containsExactly("g");
    }

    @Test
    void takesOneSpaceAfterTheColonAway() {
        assertThat(decode("data:a\n\ndata: b\n\ndata:  c\n\ndata:\n\ndata\n\n"))
                .containsExactly("a", "b", " c", "", "");
    }

    @Test
    void passesOverOtherFieldsAndEventsWithoutData() {
        assertThat(decode("event: x\nid: 7\nretry: 9\ndata: a\n\nevent: y\n\n\n\ndata: b\nid\n\n"))
                .containsExactly("a", "b");
    }

    @Test
    void joinsDataLinesAroundOtherLines() {
        assertThat(decode("data: a\n: note\nevent: x\ndata\ndata: b\n\n")).containsExactly(":", "a\n\nb");
    }

    @Test
    void passesOverAByteOrderMarkAtTheStartOnly() {
        assertThat(decode("\ufeffdata: a\n\n\ufeffdata: b\n\ndata: c\n\n")).containsExactly("a", "c");
    }

    @Test
    void marksAnEventThatTheBodysEndCutsOff() {
        assertThat(decode("data: a\n\ndata: b\ndata: c")).containsExactly("a", "cut b\nc");
        assertThat(decode("data: a\n")).containsExactly("cut a");
    }

    @Test
    void remembersALineNoEventStreamHas() {
        SseDecoder decoder = new SseDecoder(listener, 64, MAX_EVENT_BYTES);
        decoder.read(utf8("<html>\n<body>\n"), 1);
        assertThat(decoder.foreignLine()).isEqualTo("<html>");
        assertThat(decoder.sawField()).isFalse();
    }

    @Test
    void stampsAnEventWithTheReadThatEndedIt() {
        SseDecoder decoder = new SseDecoder(listener, 64, MAX_EVENT_BYTES);
        decoder.read(utf8("data: a"), 1);
        decoder.read(utf8("\n"), 2);
        decoder.read(utf8("\ndata: b\n\ndata: c\n"), 3);
        decoder.read(utf8("\n"), 4);
        assertThat(seen).containsExactly("a", "b", "c");
        assertThat(stamps).containsExactly(3L, 3L, 4L);
    }

    @Test
    void readsLinesOfSeveralMebibytes() {
        String large = "x".repeat(5 << 20);
        assertThat(decodeInReadsOf("data: a\n\ndata: " + large + "\ndata: b\n\ndata: c\n\n", 8192))
                .containsExactly("a", large + "\nb", "c");
    }

    @Test
    void refusesAnEventAboveTheMaximumButNotALongStream() {
        SseDecoder decoder = new SseDecoder(listener, 64, 1000);
        for (int i = 0; i < 100; i++) {
            decoder.read(utf8("data: " + "x".repeat(500) + "\n"), 1);
            decoder.read(utf8("\n"), 1);
        }
        assertThat(seen).hasSize(100);
        decoder.read(utf8("data: " + "x".repeat(500) + "\n"), 1);
        assertThatThrownBy(() -> decoder.read(utf8("data: " + "x".repeat(500) + "\n"), 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("an event of more than 1000 bytes");
    }

    @Test
    void leavesTheReadsIndicesAndReadsDirectMemory() {
        ByteBuf chunk = ByteBufAllocator.DEFAULT.directBuffer();
        try {
            chunk.writeCharSequence("__data: a\n\n", StandardCharsets.UTF_8);
            chunk.skipBytes(2);
            new SseDecoder(listener, 64, MAX_EVENT_BYTES).read(chunk, 1);
            assertThat(chunk.readerIndex()).isEqualTo(2);
            assertThat(seen).containsExactly("a");
        } finally {
            chunk.release();
        }
    }

    /** Random streams, cut at random, against the standard's rules applied to the whole text. */
    @Test
    void agreesWithTheStandardsRulesHoweverAStreamIsCut() {
        String[] lines = {
            "data: x", "data:y", "data: \u00e9\ud83d\ude0a\u4e2d", "", "", "", ":", ": ping", "event: e", "id", "data"
        };
        String[] ends = {"\n", "\r\n", "\r"};
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            StringBuilder stream = new StringBuilder(random.nextInt(4) == 0 ? "\ufeff" : "");
            String fixedEnd = random.nextBoolean() ? ends[random.nextInt(3)] : null;
            for (int i = random.nextInt(25); i >= 0; i--) {
                stream.append(lines[random.nextInt(lines.length)]);
                stream.append(fixedEnd != null ? fixedEnd : ends[random.nextInt(3)]);
            }
            byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);
            seen.clear();
            SseDecoder decoder = new SseDecoder(listener, 64, MAX_EVENT_BYTES);
            for (int from = 0; from < bytes.length; ) {
                int to = Math.min(bytes.length, from + 1 + random.nextInt(9));
                decoder.read(Unpooled.wrappedBuffer(bytes, from, to - from), 1);
                from = to;
            }
            decoder.end(1);
            assertThat(seen).as("seed %d", seed).isEqualTo(byTheStandard(stream.toString()));
        }
    }

    private static List<String> byTheStandard(String stream) {
        List<String> events = new ArrayList<>();
        String text = stream.startsWith("\ufeff") ? stream.substring(1) : stream;
        StringBuilder data = new StringBuilder();
        String[] lines = text.split("\r\n|\n|\r", -1);
        // What stands after the last line end is no line: here it is always empty.
        for (String line : Arrays.asList(lines).subList(0, lines.length - 1)) {
            if (line.isEmpty()) {
                if (data.length() > 0) {
                    events.add(data.substring(0, data.length() - 1));
                    data.setLength(0);
                }
            } else if (line.startsWith(":")) {
                events.add(":");
            } else if (line.equals("data") || line.startsWith("data:")) {
                String value = line.equals("data") ? "" : line.substring(5);
                data.append(value.startsWith(" ") ? value.substring(1) : value).append('\n');
            }
        }
        if (data.length() > 0) {
            events.add("cut " + data.substring(0, data.length() - 1));
        }
        return events;
    }

    private List<String> decode(String stream) {
        return decodeInReadsOf(stream, Integer.MAX_VALUE);
    }

    private List<String> decodeInReadsOf(String stream, int readBytes) {
        seen.clear();
        SseDecoder decoder = new SseDecoder(listener, 64, MAX_EVENT_BYTES);
        ByteBuf all = utf8(stream);
        while (all.isReadable()) {
            decoder.read(all.readSlice(Math.min(readBytes, all.readableBytes())), 1);
        }
        decoder.end(1);
        return seen;
    }

    private static ByteBuf utf8(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
