package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with an event of one answer must not reach the answers read after it by the same parser. */
class EventJsonTest {
    private static final String OBJECT = "{\"choices\":[{\"delta\":{\"content\":\"a\"}}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "12",
                "-",
                "1e",
                "tru",
                "true",
                "\"text",
                "\"text\"",
                "\"te\\",
                "\"\\u00",
                "[",
                "[1]",
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":nul",
                "{\"a\":1",
                "{\"a\":\"b",
                "}",
                OBJECT + " nu",
                OBJECT + " 1",
                OBJECT + "\"x",
                OBJECT + "{",
                OBJECT + "]",
                "<html>",
                "\u00e9",
                "\"\u00e9"
            })
    void aBadEventIsTheFaultOfItsOwnAnswer(String bad) {
        for (boolean complete : new boolean[] {true, false}) {
            ResponseLog guilty = new ResponseLog(8);
            read(guilty, bad, complete);
            assertThat(guilty.badJson != null).as("%s, %s", bad, guilty.badJson).isEqualTo(complete);

            ResponseLog next = new ResponseLog(8);
            // differs from every event so far, so that it is parsed
            String event = "{\"n\":\"" + bad.hashCode() + complete + "\"," + OBJECT.substring(1);
            assertThat(read(next, event, true)).isEqualTo("a");
            assertThat(next.badJson).isNull();
            assertThat(next.events.kind(0)).isEqualTo(EventKind.CONTENT);
        }
    }

    private static String read(ResponseLog log, String event, boolean complete) {
        ChatEventParser parser = new ChatEventParser(log, 64, new KnownEvents(EventTemplate.TextField.CHAT));
        byte[] data = event.getBytes(StandardCharsets.UTF_8);
        parser.onData(data, 0, data.length, 1, complete);
        return new String(parser.answer(), StandardCharsets.UTF_8);
    }
}
