package volley.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The body of a chat or a completion read by a plain program: each {@code data:} line is a JSON tree, and the last count of each name counts.
 *
 * @param answer the text, escaped as {@link Exchange#answer()} is
 */
record PlainReading(String answer, Usage usage, String finishReason) {
    static PlainReading of(byte[] body) throws IOException {
        String text = new String(body, StandardCharsets.UTF_8);
        StringBuilder answer = new StringBuilder();
        int[] counts = {Usage.ABSENT, Usage.ABSENT, Usage.ABSENT};
        String finish = null;
        for (String line : text.startsWith("{") ? new String[] {"data: " + text} : text.split("\n")) {
            if (!line.startsWith("data: {")) {
                continue;
            }
            JsonNode event = new JsonMapper().readTree(line.substring(6));
            JsonNode choice = event.path("choices").path(0);
            JsonNode delta = choice.has("message") ? choice.path("message") : choice.path("delta");
            answer.append(delta.path("content").asText(""))
                    .append(choice.path("text").asText(""));
            if (choice.hasNonNull("finish_reason")) {
                finish = choice.path("finish_reason").textValue();
            }
            JsonNode usage = event.path("usage");
            counts[0] = usage.path("prompt_tokens").asInt(counts[0]);
            counts[1] = usage.path("completion_tokens").asInt(counts[1]);
            counts[2] =
                    usage.path("prompt_tokens_details").path("cached_tokens").asInt(counts[2]);
        }
        return new PlainReading(
                JsonText.of(answer.toString()).toString(), new Usage(counts[0], counts[1], counts[2]), finish);
    }
}
