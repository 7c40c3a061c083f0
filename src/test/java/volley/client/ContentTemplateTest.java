package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Taking events by comparison must give what parsing each of them gives. */
class ContentTemplateTest {
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
    private static final List<String> SHAPES = List.of(
            "{\"id\":\"x\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}],\"usage\":null}",
            "{\"id\":\"y\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"},\"finish_reason\":null}],\"usage\":null}",
            "{\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"%s\"}}]}",
            "{\"choices\":[{\"delta\":{\"content\": \"%s\"}}]}",
            "{\"choices\":[{\"delta\":{\"reasoning_content\":\"%s\"}}]}",
            "{\"choices\":[{\"delta\":{\"reasoning_content\":\"r\",\"content\":\"%s\"}}]}",
            "{\"x\":{\"content\":\"%s\"},\"choices\":[{\"delta\":{\"content\":\"b\"}}]}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}],\"usage\":{\"completion_tokens\":7}}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"},\"finish_reason\":\"stop\"}]}",
            "{\"choices\":[{\"delta\":{\"content\":\"%s\"}}]",
            "{\"error\":{\"message\":\"%s\"}}");

    @Test
    void eventsTakenByComparisonAreThoseOfTheParser() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            List<String> events = new ArrayList<>();
            String shape = SHAPES.get(0);
            int size = 1 + random.nextInt(40);
            for (int i = 0; i < size; i++) {
                if (random.nextInt(6) == 0) {
                    shape = SHAPES.get(random.nextInt(SHAPES.size()));
                }
                events.add(shape.formatted(TEXTS.get(random.nextInt(TEXTS.size()))));
            }
            assertThat(read(events, true)).as("seed %d: %s", seed, events).isEqualTo(read(events, false));
        }
    }

    @Test
    void repeatingEventsAreTaken() {
        ContentTemplate template = new ContentTemplate();
        byte[] first = bytes("{\"delta\":{\"content\":\"one\"}}");
        template.learn(first, 0, first.length, bytes("one"), 0, 3);
        byte[] second = bytes("{\"delta\":{\"content\":\"three\"}}");
        assertThat(template.matches(second, 0, second.length)).isTrue();
        assertThat(new String(
                        second,
                        template.textOffset(),
                        template.textEnd() - template.textOffset(),
                        StandardCharsets.UTF_8))
                .isEqualTo("three");
    }

    private static String read(List<String> events, boolean compare) {
        ResponseLog log = new ResponseLog(8);
        ChatEventParser parser = new ChatEventParser(log, 64);
        long timeNs = 0;
        for (String event : events) {
            // A space at the end of the first is trimmed; one inside makes each event unlike the one before it.
            String sent = compare ? event : "{" + " ".repeat(1 + (int) (timeNs % 2)) + event.substring(1);
            byte[] data = bytes(sent);
            parser.onData(data, 0, data.length, timeNs++, timeNs < events.size());
        }
        StringBuilder result = new StringBuilder(new String(parser.answer(), StandardCharsets.UTF_8));
        for (int i = 0; i < log.events.size(); i++) {
            result.append('\n')
                    .append(log.events.timeNs(i))
                    .append(log.events.kind(i))
                    .append(log.events.cumulativeTokens(i));
        }
        boolean bad = log.badJson != null;
        return result.append(bad)
                .append(log.inBandError)
                .append(log.finishReason)
                .toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
