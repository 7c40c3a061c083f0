package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.Backend;

class MediaBodyTest {
    private static final String PARTS =
            "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:a\"}},{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:b\"}}";

    @TempDir
    Path folder;

    private final ChatBody bodies =
            new ChatBody(new BodyOptions(Backend.VLLM, "model", Optional.empty(), true, true, Optional.empty()));

    @Test
    void mediaStandBeforeTheTextOfTheirMessage() throws IOException {
        MediaParts media = MediaParts.in(Files.writeString(folder.resolve("parts"), PARTS));
        JsonText first = JsonText.of("what is \"this\"?").withMedia(media);
        List<JsonText> history = List.of(first, JsonText.of("a picture"), JsonText.of("and that?"));
        JsonNode messages = new JsonMapper().readTree(bodies.encode(history, 7)).path("messages");
        JsonNode content = messages.get(0).path("content");
        assertThat(content).hasSize(3);
        assertThat(content.get(0).at("/image_url/url").asText()).isEqualTo("data:a");
        assertThat(content.get(1).at("/image_url/url").asText()).isEqualTo("data:b");
        assertThat(content.get(2).path("text").asText()).isEqualTo("what is \"this\"?");
        assertThat(messages.get(1).path("content").asText()).isEqualTo("a picture");
        assertThat(messages.get(2).path("content").asText()).isEqualTo("and that?");
    }

    @Test
    void whatIsWrittenIsTheSameAndOutsideTheHeap() throws IOException {
        MediaParts media = MediaParts.in(Files.writeString(folder.resolve("parts"), PARTS));
        RequestBytes body = bodies.body(List.of(JsonText.of("what?").withMedia(media)), 7);
        ByteBuf buffer = body.toBuffer(UnpooledByteBufAllocator.DEFAULT);
        try {
            assertThat(buffer.isDirect()).isTrue();
            assertThat(buffer.readableBytes()).isEqualTo(body.byteLength());
            assertThat(ByteBufUtil.getBytes(buffer)).isEqualTo(body.toByteArray());
        } finally {
            buffer.release();
        }
    }

    @Test
    void textAloneIsNotCopied() {
        RequestBytes body = bodies.body(List.of(JsonText.of("what?")), 7);
        ByteBuf buffer = body.toBuffer(UnpooledByteBufAllocator.DEFAULT);
        assertThat(buffer.array()).isSameAs(body.toByteArray());
        buffer.release();
    }
}
