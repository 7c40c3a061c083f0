package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random chat streams: what is said in them is drawn first, then written in a random form of JSON and of SSE and cut at
 * random. What is seen must be what was drawn.
 */
class RandomStreamsTest {
    private static final JsonMapper PLAIN = new JsonMapper();
    private static final JsonMapper ESCAPED =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final String[] LINE_ENDS = {"\n", "\r\n", "\r"};

    private final List<String> kinds = new ArrayList<>();
    private final StringBuilder answer = new StringBuilder();
    private final List<String> answersSoFar = new ArrayList<>();
    private int tokens;

    @Test
    void whatWasSaidIsSeen() throws IOException {
        for (int seed = 0; seed < 1500; seed++) {
            Random random = new Random(seed);
            byte[] stream = draw(random).getBytes(StandardCharsets.UTF_8);
            int[] cuts = random.ints(random.nextInt(20), 1, stream.length)
                    .sorted()
                    .distinct()
                    .toArray();

            Exchange seen = Replay.play(WireFormat.CHAT, stream, cuts);

            assertThat(Replay.describe(seen.events())).as("seed %d", seed).isEqualTo(String.join(" ", kinds));
            assertThat(JsonText.ofEscaped(seen.answer()).text())
                    .as("seed %d", seed)
                    .isEqualTo(answer.toString());
            assertThat(seen.usage().completionTokens()).isEqualTo(tokens);
            assertThat(answersSoFar(seen)).as("texts of seed %d", seed).isEqualTo(answersSoFar);
        }
    }

    private static List<String> answersSoFar(Exchange seen) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < seen.events().size(); i++) {
            if (seen.events().kind(i) == EventKind.CONTENT) {
                byte[] soFar = Arrays.copyOf(seen.answer(), seen.events().textBytes(i));
                texts.add(JsonText.ofEscaped(soFar).text());
            } else {
                assertThat(seen.events().textBytes(i)).isEqualTo(EventLog.TEXT_UNKNOWN);
            }
        }
        return texts;
    }

    private String draw(Random random) throws IOException {
        kinds.clear();
        answer.setLength(0);
        answersSoFar.clear();
        tokens = 0;
        boolean usageInEveryEvent = random.nextBoolean();
        String end = LINE_ENDS[random.nextInt(3)];
        StringBuilder stream = new StringBuilder();
        for (int i = random.nextInt(12); i >= 0; i--) {
            if (random.nextInt(8) == 0) {
                stream.append(": ping").append(end).append(end);
                kinds.add("COMMENT");
            }
            ObjectNode chunk = PLAIN.createObjectNode().put("id", "x").put("created", random.nextLong());
            ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
            String kind = drawDelta(random, choice.putObject("delta"));
            choice.putObject("logprobs")
                    .putArray("content")
                    .addObject()
                    .put("content", "\"}")
                    .putNull("delta");
            if (usageInEveryEvent) {
                chunk.putObject("usage").put("prompt_tokens", 9).put("completion_tokens", tokens);
            }
            kinds.add(kind + (usageInEveryEvent ? "=" + tokens : ""));
            append(stream, chunk, random, end);
        }
        ObjectNode last = PLAIN.createObjectNode();
        last.putArray("choices");
        last.putObject("usage").put("completion_tokens", tokens).put("prompt_tokens", 9);
        append(stream, last, random, end);
        kinds.add("USAGE=" + tokens);
        stream.append("data: [DONE]").append(end).append(end);
        kinds.add("DONE");
        return stream.toString();
    }

    private String drawDelta(Random random, ObjectNode delta) {
        String text = drawText(random);
        switch (random.nextInt(4)) {
            case 0 -> {
                delta.put("reasoning_content", "r" + text).putNull("content");
                tokens += 1;
                return "REASONING";
            }
            case 1 -> {
                delta.put("content", "").putArray("tool_calls");
                return "EMPTY";
            }
            default -> {
                delta.put("content", text).putNull("tool_calls");
                answer.append(text);
                answersSoFar.add(answer.toString());
                tokens += 1 + random.nextInt(3);
                return "CONTENT";
            }
        }
    }

    private static String drawText(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            int width = 1 + random.nextInt(21);
            int codePoint = Math.min(random.nextInt(1 << width), Character.MAX_CODE_POINT);
            boolean alone = Character.MIN_SURROGATE <= codePoint && codePoint <= Character.MAX_SURROGATE;
            text.appendCodePoint(alone ? 'x' : codePoint);
        }
        return text.toString();
    }

    private static void append(StringBuilder stream, ObjectNode chunk, Random random, String end) throws IOException {
        JsonMapper mapper = random.nextBoolean() ? PLAIN : ESCAPED;
        String json = random.nextInt(4) == 0
                ? mapper.writerWithDefaultPrettyPrinter().writeValueAsString(chunk)
                : mapper.writeValueAsString(chunk);
        for (String line : json.lines().toList()) {
            stream.append(random.nextBoolean() ? "data: " : "data:")
                    .append(line)
                    .append(end);
        }
        stream.append(end);
    }
}
