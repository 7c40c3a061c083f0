package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Taking events by comparison must give what parsing each of them gives, whatever answers a thread reads. */
class KnownEventsTest {
    private static final List<String> TEXTS = List.of(
            " word",
            "a",
            "",
            "\\n",
            "\\\"",
            "\\u00e9",
            "é",
            "日本",
            "\\ud83d",
            "\\ude00",
            "😀",
            "}",
            "\\\"content\\\":\\\"",
            "0");
    private static final List<String> IDS = List.of("x", "y", "chatcmpl-0123", "", "\\\"", "é", "7\",\"created\":\"8");
    private static final List<String> TIMES = List.of("1", "1795897004", "0", "12.5", "-3", "\"later\"", "null");
    private static final List<String> COUNTS = List.of("0", "7", "7", "8", "123456789", "null", "1.5", "\"7\"");
    private static final List<String> SHAPES = List.of(
            "{\"id\":\"#\",\"created\":@,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}],\"usage\":null}",
            "{\"id\":\"#\",\"created\":@,\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":\"length\"}]}",
            "{\"id\":\"#\",\"created\":@,\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"%s\"}}]}",
            "{\"id\":\"#\",\"created\":@,\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"x\":\"%s\"}",
            "{\"id\":\"#\",\"choices\":[{\"delta\":{},\"finish_reason\":\"abort\"}],\"x\":\"%s\"}",
            "{\"id\":\"#\",\"id\":\"2\",\"choices\":[{\"delta\":{\"content\":\"%s\"}}]}",
            "{\"choices\":[{\"delta\":{\"content\": \"%s\"}}]}",
            "{\"id\": \"#\", \"created\": @, \"choices\": [{\"delta\": {\"content\": \"%s\"}}], \"usage\": null}",
            "{\"choices\":[{\"delta\":{\"content\":null}}],\"x\":\"%s\",\"usage\":{\"prompt_tokens\":   $,\"completion_tokens\":  $}}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"usage\":{\"completion_tokens\":     $, \"prompt_tokens\": $}}",
            "{\"choices\":[{\"delta\":{\"reasoning_content\":\"%s\"}}]}",
            "{\"choices\":[{\"delta\":{\"reasoning_content\":\"r\",\"content\":\"%s\"}}]}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\",\"tool_calls\":[{\"id\":\"#\"}]}}]}",
            "{\"x\":{\"content\":\"%s\"},\"choices\":[{\"delta\":{\"content\":\"b\"}}]}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"usage\":{\"completion_tokens\":7}}",
            "{\"id\":\"#\",\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"usage\":{\"prompt_tokens\":$,\"total_tokens\":$,\"completion_tokens\":$}}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"usage\":{\"completion_tokens\":$,\"prompt_tokens_details\":{\"cached_tokens\":$}}}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"},\"completion_tokens\":$}],\"usage\":{\"prompt_tokens\":$}}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"usage\":{\"completion_tokens\":$,\"completion_tokens\":$}}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"usage\":{\"prompt_tokens\": $,\"completion_tokens\":$}}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"sglext\":{\"cached_tokens_details\":{\"host\":3}}}",
            "{\"choices\":[],\"created\":@,\"usage\":null,\"x\":\"%s\"}",
            "{\"id\":\"#\",\"choices\":[],\"x\":\"%s\",\"usage\":{\"prompt_tokens\":$,\"total_tokens\":$,\"completion_tokens\":$}}",
            "{\"id\":\"#\",\"x\":\"%s\",\"usage\":{\"prompt_tokens\":$,\"completion_tokens\":  $,\"prompt_tokens_details\":{\"cached_tokens\":$}}}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}]",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"error\":{}}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"error\":{\"message\":null,\"details\":[]}}",
            "{\"choices\":[{\"delta\":{\"content\":\"a\"}}],\"error\":{\"message\":\"%s\"}}",
            "{\"error\":{\"message\":\"%s\"}}");

    @Test
    void eventsTakenByComparisonAreThoseOfTheParser() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            KnownEvents known = new KnownEvents(EventTemplate.TextField.CHAT);
            // Several answers share what is known.
            for (int answer = 0; answer < 4; answer++) {
                List<String> events = answer(random);
                assertThat(read(events, known, true))
                        .as("seed %d, answer %d: %s", seed, answer, events)
                        .isEqualTo(read(events, new KnownEvents(EventTemplate.TextField.CHAT), false));
            }
        }
    }

    /** Lines that are known before their end is looked for must be those that the decoder would have found. */
    @Test
    void eventsTakenAsLinesAreThoseOfTheDecoder() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            KnownEvents known = new KnownEvents(EventTemplate.TextField.CHAT);
            KnownEvents knownByOther = new KnownEvents(EventTemplate.TextField.CHAT);
            for (int answer = 0; answer < 4; answer++) {
                byte[] stream = stream(answer(random), random);
                int[] cuts = random.ints(random.nextInt(5), 0, stream.length + 1)
                        .sorted()
                        .toArray();
                assertThat(decode(stream, cuts, known, true))
                        .as("seed %d: %s", seed, new String(stream, StandardCharsets.UTF_8))
                        .isEqualTo(decode(stream, cuts, knownByOther, false));
            }
        }
    }

    private static byte[] stream(List<String> events, Random random) {
        StringBuilder stream = new StringBuilder(random.nextInt(9) == 0 ? "\ufeff" : "");
        for (String event : events) {
            switch (random.nextInt(20)) {
                case 0 -> stream.append("data:").append(event).append("\n\n");
                case 1 -> stream.append("data: ").append(event).append("\r\n\r\n");
                case 2 -> stream.append("data: ").append(event).append("\r\r");
                case 3 -> stream.append("event: error\ndata: ").append(event).append("\n\n");
                case 4 -> stream.append("event: message\nid: 7\ndata: ")
                        .append(event)
                        .append("\n\n");
                case 5 -> stream.append("data: ")
                        .append(event.replaceFirst(",", ",\ndata: "))
                        .append("\n\n");
                case 6 -> stream.append("data: ")
                        .append(event.replaceFirst(",", ",\n"))
                        .append("\n\n");
                case 7 -> stream.append("data: ").append(event).append("\n: comment\n\n");
                case 8 -> stream.append("data: ")
                        .append(event)
                        .append("\ndata: ")
                        .append("[DONE]\n\n");
                default -> stream.append("data: ").append(event).append("\n\n");
            }
        }
        return bytes(stream.append("data: [DONE]\n\n").toString());
    }

    private static String decode(byte[] stream, int[] cuts, KnownEvents known, boolean asLines) {
        ResponseLog log = new ResponseLog(8);
        ChatEventParser parser = new ChatEventParser(log, 64, known);
        SseDecoder decoder = new SseDecoder(asLines ? parser : dataOnly(parser), 64, 1 << 20);
        int from = 0;
        for (int read = 0; read <= cuts.length; read++) {
            int to = read < cuts.length ? cuts[read] : stream.length;
            decoder.read(Unpooled.wrappedBuffer(stream, from, to - from), read);
            from = to;
        }
        decoder.end(cuts.length);
        return result(parser, log) + decoder.sawField() + decoder.foreignLine();
    }

    private static SseDecoder.Listener dataOnly(SseDecoder.Listener listener) {
        return new SseDecoder.Listener() {
            @Override
            public void onData(byte[] bytes, int offset, int length, long timeNs, boolean complete) {
                listener.onData(bytes, offset, length, timeNs, complete);
            }

            @Override
            public void onError(byte[] bytes, int offset, int length, long timeNs) {
                listener.onError(bytes, offset, length, timeNs);
            }

            @Override
            public void onComment(long timeNs) {
                listener.onComment(timeNs);
            }
        };
    }

    private static List<String> answer(Random random) {
        List<String> events = new ArrayList<>();
        String shape = SHAPES.get(0);
        int size = 1 + random.nextInt(30);
        for (int i = 0; i < size; i++) {
            if (random.nextInt(5) == 0) {
                shape = any(SHAPES, random);
            }
            events.add(shape.replace("#", any(IDS, random))
                    .replace("@", any(TIMES, random))
                    .replace("$", any(COUNTS, random))
                    .formatted(any(TEXTS, random)));
        }
        return events;
    }

    private static String any(List<String> of, Random random) {
        return of.get(random.nextInt(of.size()));
    }

    @Test
    void anEventOfAnotherAnswerIsKnown() {
        KnownEvents known = new KnownEvents(EventTemplate.TextField.CHAT);
        learn(known, "{\"id\":\"a\",\"created\":1,\"delta\":{\"content\":\"one\"}}", "one");
        byte[] other = bytes("{\"id\":\"bc\",\"created\":20,\"delta\":{\"content\":\"three\"}}");
        EventTemplate kind = known.find(other, 0, other.length);
        assertThat(kind).isNotNull();
        assertThat(new String(other, kind.textStart(), kind.textEnd() - kind.textStart(), StandardCharsets.UTF_8))
                .isEqualTo("three");
    }

    /** As vLLM sends it where it counts as it goes. */
    @Test
    void anEventWithOtherCountsIsKnown() {
        KnownEvents known = new KnownEvents(EventTemplate.TextField.CHAT);
        String event = "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"usage\":{\"prompt_tokens\":30,"
                + "\"total_tokens\":%d,\"completion_tokens\":%d,\"completion_tokens_details\":null}}";
        read(List.of(event.formatted("one", 31, 1)), known, true);
        byte[] other = bytes(event.formatted("three", 130, 100));

        EventTemplate kind = known.find(other, 0, other.length);
        EventDraft meaning = new EventDraft();
        kind.mean(meaning);

        assertThat(meaning.tokensSoFar).isEqualTo(100);
        assertThat(meaning.promptTokens).isEqualTo(30);
        assertThat(meaning.cachedTokens).isEqualTo(Usage.ABSENT);
        assertThat(meaning.hasContent).isTrue();
    }

    /** As Python's JSON module writes them, and servers that give numbers a fixed width. */
    @Test
    void anEventWithBlanksBeforeItsValuesIsKnown() {
        KnownEvents known = new KnownEvents(EventTemplate.TextField.CHAT);
        String event = "{\"id\": \"%s\", \"created\": %d, \"choices\": [{\"delta\": {\"content\": \"%s\"}}], "
                + "\"usage\": {\"prompt_tokens\": %5d, \"completion_tokens\": %5d}}";
        read(List.of(event.formatted("a", 1, "one", 30, 1)), known, true);
        byte[] other = bytes(event.formatted("b", 20, "three", 1300, 100));

        EventTemplate kind = known.find(other, 0, other.length);
        EventDraft meaning = new EventDraft();
        kind.mean(meaning);

        assertThat(new String(other, kind.textStart(), kind.textEnd() - kind.textStart(), StandardCharsets.UTF_8))
                .isEqualTo("three");
        assertThat(meaning.promptTokens).isEqualTo(1300);
        assertThat(meaning.tokensSoFar).isEqualTo(100);
    }

    /** As servers send the counts: in an event of their own, behind the answer. */
    @Test
    void anEventThatHasNothingButCountsIsKnown() {
        KnownEvents known = new KnownEvents(EventTemplate.TextField.CHAT);
        String event = "{\"id\":\"%s\",\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d}}";
        read(List.of(event.formatted("a", 30, 1)), known, true);
        assertThat(isKnown(known, event.formatted("b", 31, 64))).isTrue();
        assertThat(read(List.of(event.formatted("b", 31, 64)), known, true))
                .isEqualTo(read(
                        List.of(event.formatted("b", 31, 64)), new KnownEvents(EventTemplate.TextField.CHAT), false))
                .contains("64");
    }

    /** Some gateways send an error with every event, which is empty where there is none. */
    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[]", "{\"message\":null,\"details\":[{}]}"})
    void anEventWithAnEmptyErrorIsKnown(String error) {
        KnownEvents known = new KnownEvents(EventTemplate.TextField.CHAT);
        String event = "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"error\":" + error + "}";
        read(List.of(event.formatted("one")), known, true);
        assertThat(isKnown(known, event.formatted("three"))).isTrue();
        assertThat(isKnown(known, event.formatted("three").replace(error, "{\"message\":\"overloaded\"}")))
                .isFalse();
    }

    @Test
    void theOldestKindMakesRoomForANewOne() {
        KnownEvents known = new KnownEvents(EventTemplate.TextField.CHAT);
        for (int kind = 0; kind < 9; kind++) {
            learn(known, event(kind), "one");
            assertThat(isKnown(known, event(kind))).as("kind %d", kind).isTrue();
        }
        assertThat(isKnown(known, event(0))).isFalse();
        assertThat(isKnown(known, event(1))).isTrue();
    }

    /** Else what never repeats would be copied for ever. */
    @Test
    void whatNeverRepeatsIsLearnedSeldom() {
        KnownEvents known = new KnownEvents(EventTemplate.TextField.CHAT);
        for (int kind = 0; kind < 640; kind++) {
            learn(known, event(kind), "one");
        }
        long learned = IntStream.range(0, 640)
                .filter(kind -> isKnown(known, event(kind)))
                .count();
        assertThat(learned).isEqualTo(8);
        assertThat(isKnown(known, event(639))).isTrue();
        assertThat(isKnown(known, event(638))).isFalse();
    }

    private static boolean isKnown(KnownEvents known, String event) {
        byte[] data = bytes(event);
        return known.find(data, 0, data.length) != null;
    }

    private static String event(int kind) {
        return "{\"kind\":" + kind + ",\"delta\":{\"content\":\"one\"}}";
    }

    private static void learn(KnownEvents known, String event, String text) {
        EventDraft meaning = new EventDraft();
        meaning.hasContent = true;
        byte[] data = bytes(event);
        known.learn(data, 0, data.length, meaning, bytes(text), 0, text.length());
    }

    private static String read(List<String> events, KnownEvents known, boolean compare) {
        ResponseLog log = new ResponseLog(8);
        ChatEventParser parser = new ChatEventParser(log, 64, known);
        long timeNs = 0;
        for (String event : events) {
            // A space at the end of the first is trimmed; one inside makes each event unlike the one before it.
            String sent = compare ? event : "{" + " ".repeat(1 + (int) timeNs) + event.substring(1);
            byte[] data = bytes(sent);
            parser.onData(data, 0, data.length, timeNs++, timeNs < events.size());
        }
        return result(parser, log);
    }

    private static String result(ChatEventParser parser, ResponseLog log) {
        StringBuilder result = new StringBuilder(new String(parser.answer(), StandardCharsets.UTF_8));
        for (int i = 0; i < log.events.size(); i++) {
            result.append('\n')
                    .append(log.events.timeNs(i))
                    .append(log.events.kind(i))
                    .append(log.events.cumulativeTokens(i))
                    .append(log.events.textBytes(i));
        }
        boolean bad = log.badJson != null;
        return result.append(bad)
                .append(log.usage.toUsage(log.sawToken))
                .append(log.inBandError)
                .append(log.finishReason)
                .toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A completion's event has its text in another field, and is no chat's even where it looks like one. */
    @Test
    void completionsAreKnownByTheirOwnField() {
        String event = "{\"id\":\"%s\",\"object\":\"text_completion\",\"choices\":[{\"index\":0,\"text\":\"%s\","
                + "\"finish_reason\":null}],\"usage\":{\"completion_tokens\":%d}}";
        for (EventTemplate.TextField field : EventTemplate.TextField.values()) {
            KnownEvents known = new KnownEvents(field);
            ResponseLog log = new ResponseLog(8);
            ChatEventParser parser = new CompletionEventParser(log, 64, known);
            for (int i = 0; i < 3; i++) {
                byte[] bytes = bytes(event.formatted("c" + i, "t" + i, 5 + i));
                parser.onData(bytes, 0, bytes.length, i, true);
            }
            byte[] other = bytes(event.formatted("d", "longer", 12));
            EventTemplate kind = known.find(other, 0, other.length);
            assertThat(new String(parser.answer(), StandardCharsets.UTF_8)).isEqualTo("t0t1t2");
            if (field == EventTemplate.TextField.COMPLETION) {
                assertThat(new String(
                                other, kind.textStart(), kind.textEnd() - kind.textStart(), StandardCharsets.UTF_8))
                        .isEqualTo("longer");
            } else {
                assertThat(kind).isNull();
            }
        }
    }
}
