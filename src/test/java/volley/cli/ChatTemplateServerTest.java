package volley.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import volley.tokenizer.ChatTemplate.ChatMessage;
import volley.tokenizer.TestTokenizers;
import volley.tokenizer.Tokenizer;

/** {@code chat-template --server}, against servers that tell ids of chats, ids of texts and a count, or a count alone. */
class ChatTemplateServerTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CHAT = "{\"messages\": [{\"role\": \"user\", \"content\": \"What is a cache?\"}]}\n";

    @TempDir
    Path folder;

    private HttpServer http;
    private Tokenizer tokenizer;
    /** What the server puts before each chat. */
    private String before = "";

    private boolean tokenizesChats;
    private boolean tokenizesTexts;

    @BeforeEach
    void start() throws IOException {
        tokenizer = TestTokenizers.bundled();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/models", exchange -> reply(exchange, 200, "{\"data\":[{\"id\":\"m\"}]}"));
        http.createContext("/tokenize", this::tokenize);
        http.createContext("/v1/chat/completions", exchange -> {
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            assertThat(body.path("max_tokens").asInt()).isEqualTo(1);
            reply(exchange, 200, "{\"usage\":{\"prompt_tokens\":" + chat(body).length + "}}");
        });
        http.start();
    }

    @AfterEach
    void stop() {
        http.stop(0);
        tokenizer.close();
    }

    private void tokenize(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        if (body.has("messages") && tokenizesChats) {
            reply(exchange, 200, "{\"tokens\":" + Arrays.toString(chat(body)) + "}");
        } else if (body.has("prompt") && tokenizesTexts) {
            reply(
                    exchange,
                    200,
                    "{\"tokens\":"
                            + Arrays.toString(
                                    tokenizer.encode(body.get("prompt").asText())) + "}");
        } else {
            reply(exchange, 422, "{}");
        }
    }

    private int[] chat(JsonNode body) {
        List<ChatMessage> messages = new ArrayList<>();
        body.path("messages")
                .forEach(message -> messages.add(new ChatMessage(
                        message.path("role").asText(), message.path("content").asText())));
        return tokenizer.encode(before + tokenizer.chatTemplate().orElseThrow().render(messages, true));
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"chats", "texts", "none"})
    void aServerThatRendersAlikeHasNoDifference(String tells) throws IOException {
        tokenizesChats = tells.equals("chats");
        tokenizesTexts = tells.equals("texts");
        JsonNode line = run();
        assertThat(line.has("first_difference")).as("%s", line).isTrue();
        assertThat(line.get("first_difference").isNull()).as("%s", line).isTrue();
        assertThat(tokenizesChats ? line.get("server_ids") : line.get("ids")).isEqualTo(line.get("ids"));
        assertThat(line.has("server_prompt_tokens")).isEqualTo(!tokenizesChats);
    }

    @Test
    void theFirstTokenThatDiffersIsNamed() throws IOException {
        tokenizesChats = true;
        before = "<|im_start|>system\nBe brief.<|im_end|>\n";
        JsonNode difference = run().get("first_difference");
        assertThat(difference.path("index").asInt()).isEqualTo(1);
        assertThat(difference.path("client_text").asText()).startsWith("user\nWhat");
        assertThat(difference.path("server_text").asText()).startsWith("system\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCountThatDiffersIsNamedWithItsReason(boolean texts) throws IOException {
        tokenizesTexts = texts;
        before = "<|im_start|>system\nBe brief.<|im_end|>\n";
        String what = run().at("/first_difference/what").asText();
        assertThat(what).contains("the server counts");
        assertThat(what.contains("chat template is another")).isEqualTo(texts);
    }

    private JsonNode run() throws IOException {
        Path file = Files.writeString(folder.resolve("chats.jsonl"), CHAT);
        StringWriter out = new StringWriter();
        int code = new CommandLine(new ChatTemplateCommand())
                .setOut(new PrintWriter(out))
                .execute(
                        "--tokenizer",
                        "data/tokenizer",
                        "--server",
                        "http://127.0.0.1:" + http.getAddress().getPort(),
                        file.toString());
        assertThat(code).isZero();
        return JSON.readTree(out.toString());
    }
}
