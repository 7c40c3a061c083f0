package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that sends every secret back in every way: none is in a file, in what is printed, or in the process list. */
class SecretsRunTest {
    private static final String KEY = "sk-proj-4f9A\"x7b2'Qw8z";
    private static final String TEAM = "team-secret-83hd72";
    private static final String LITERAL = "literal-secret-5kx91";
    private static final String QUERY = "query-secret-q7w2e9";

    @TempDir
    Path folder;

    private final List<String> seen = new ArrayList<>();
    private final CountDownLatch asked = new CountDownLatch(1);

    @Test
    void isInNothingThatIsLeft() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        var threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        try {
            List<String> conversations = new ArrayList<>();
            for (String kind : List.of("ERROR", "LONG", "ANSWER", "INBAND", "BAD", "MOVED")) {
                conversations.add(
                        "{\"id\":\"" + kind + "\",\"conversations\":[{\"from\":\"human\",\"value\":\"please do " + kind
                                + " for me\"},{\"from\":\"gpt\",\"value\":\"this answer is never sent\"}]}");
            }
            Path dataset =
                    Files.writeString(folder.resolve("dataset.json"), "[" + String.join(",", conversations) + "]");
            GatlingProcess.Ended run = new GatlingProcess(folder)
                    .with("base-url", "http://127.0.0.1:" + server.getAddress().getPort() + "/p?api_key=" + QUERY)
                    .with("backend", "openai")
                    .with("header.X-Team", "env:TEAM_SECRET")
                    .with("header.X-Literal", LITERAL)
                    .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                    .with("dataset-path", dataset)
                    .with("num-prompts", conversations.size())
                    .with("warmup-requests", 0)
                    .with("fixed-output-len", 8)
                    .with("output-file", folder.resolve("line.jsonl"))
                    .environment("OPENAI_API_KEY", KEY)
                    .environment("TEAM_SECRET", TEAM)
                    .run("volley.Multiturn", process -> {
                        assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
                        ProcessHandle.allProcesses()
                                .map(any -> any.info().commandLine().orElse(""))
                                .forEach(line -> assertThat(line).doesNotContain(KEY, TEAM));
                    });
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isEqualTo(2);
            assertThat(run.result("requests.jsonl").lines()).hasSize(conversations.size());
            assertThat(run.result("requests.jsonl")).contains("***").contains("\"outcome\":\"redirected\"");
            assertThat(seen).isNotEmpty().allMatch(headers -> headers.equals("Bearer " + KEY + TEAM + LITERAL));
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    for (String secret : List.of(KEY, TEAM, LITERAL, QUERY)) {
                        // Also what a cut leaves of it, and its end.
                        assertThat(text)
                                .as("%s of %s", secret, folder.relativize(file))
                                .doesNotContain(secret.substring(0, 10), secret.substring(secret.length() - 7));
                    }
                }
            }
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String key = exchange.getRequestHeaders().getFirst("Authorization").substring("Bearer ".length());
        String team = exchange.getRequestHeaders().getFirst("X-Team");
        String literal = exchange.getRequestHeaders().getFirst("X-Literal");
        synchronized (seen) {
            seen.add("Bearer " + key + team + literal);
        }
        String all = key + " " + team + " " + literal + " "
                + exchange.getRequestURI().getQuery();
        String json = all.replace("\"", "\\\"");
        int status = 200;
        String body;
        if (exchange.getRequestMethod().equals("GET")) {
            body = "{\"data\":[{\"id\":\"model\"}]}";
        } else if (request.contains("do ERROR")) {
            status = 401;
            body = "{\"error\":{\"message\":\"no such key: " + json + "\",\"code\":\"" + json + "\"}}";
        } else if (request.contains("do LONG")) {
            status = 500;
            body = "x".repeat(195 - 5) + " key=" + all;
        } else if (request.contains("do ANSWER")) {
            int half = json.length() / 3;
            body = delta(json.substring(0, half), "null") + delta(json.substring(half), "\"" + json + "\"")
                    + "data: [DONE]\n\n";
        } else if (request.contains("do INBAND")) {
            body = delta("a", "null") + "event: error\ndata: {\"message\":\"bad " + json + "\"}\n\n";
        } else if (request.contains("do BAD")) {
            body = "data: {bad " + all + "\n\n";
        } else {
            status = 302;
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:9/" + team + "?" + literal);
            body = "";
        }
        if (!exchange.getRequestMethod().equals("GET")) {
            asked.countDown();
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String delta(String content, String finishReason) {
        return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + content + "\"},\"finish_reason\":"
                + finishReason + "}]}\n\n";
    }
}
