package volley.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Headless Chromium with one tab, driven by the DevTools protocol. */
public final class Browser implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 60;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<String> errors = Collections.synchronizedList(new ArrayList<>());
    private volatile CompletableFuture<JsonNode> loaded = new CompletableFuture<>();
    private String session;

    private Browser(Process process, URI devTools) throws Exception {
        this.process = process;
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(devTools, new Incoming())
                .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        String target = call("Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        session = call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            call(domain + ".enable", Map.of());
        }
    }

    /** Starts Chromium with an empty profile, or skips the test where there is none. */
    public static Browser start(Path profile) throws Exception {
        Optional<Path> chromium = Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
        assumeThat(chromium).as("chromium, which .ci/run installs").isPresent();
        Process process = new ProcessBuilder(
                        chromium.get().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        try {
            return new Browser(process, devTools(process));
        } catch (Exception | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static URI devTools(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String prefix = "DevTools listening on ";
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(prefix)) {
                Thread drain = new Thread(() -> output.lines().forEach(ignored -> {}), "chromium-output");
                drain.setDaemon(true);
                drain.start();
                return URI.create(line.substring(prefix.length()));
            }
        }
        throw new AssertionError("chromium ended without opening its DevTools");
    }

    /** Opens a file as a screen of this width shows it, and waits until it is loaded. */
    public void open(Path file, int width, int height, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
        loaded = new CompletableFuture<>();
        call("Page.navigate", Map.of("url", file.toUri().toString()));
        await(loaded);
    }

    /** Value of a JavaScript expression. */
    public JsonNode evaluate(String expression) {
        JsonNode answer = call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        assertThat(answer.path("exceptionDetails").isMissingNode())
                .as("%s: %s", expression, answer)
                .isTrue();
        return answer.path("result").path("value");
    }

    /** Errors on the console, exceptions and requests to a network, so far. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** A picture of the upper part of the page. */
    public void screenshot(Path png, int width, int height) throws IOException {
        JsonNode answer = call(
                "Page.captureScreenshot",
                Map.of("clip", Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1)));
        Files.write(png, Base64.getDecoder().decode(answer.path("data").asText()));
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        int id = lastId.incrementAndGet();
        ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
        message.set("params", JSON.valueToTree(parameters));
        if (session != null) {
            message.put("sessionId", session);
        }
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        await(socket.sendText(message.toString(), true));
        return await(answer);
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("no answer from chromium", e);
        }
    }

    private void receive(JsonNode message) {
        if (message.has("id")) {
            CompletableFuture<JsonNode> answer =
                    answers.remove(message.path("id").asInt());
            if (message.has("error")) {
                answer.completeExceptionally(
                        new AssertionError(message.path("error").toString()));
            } else {
                answer.complete(message.path("result"));
            }
            return;
        }
        JsonNode parameters = message.path("params");
        switch (message.path("method").asText()) {
            case "Page.loadEventFired" -> loaded.complete(parameters);
            case "Runtime.exceptionThrown" -> errors.add(parameters.toString());
            case "Runtime.consoleAPICalled" -> {
                if (List.of("error", "warning", "assert")
                        .contains(parameters.path("type").asText())) {
                    errors.add(parameters.toString());
                }
            }
            case "Log.entryAdded" -> {
                if (parameters.at("/entry/level").asText().equals("error")) {
                    errors.add(parameters.toString());
                }
            }
            case "Network.requestWillBeSent" -> {
                String url = parameters.at("/request/url").asText();
                if (url.startsWith("http")) {
                    errors.add("request to " + url);
                }
            }
            default -> {
                // of no interest
            }
        }
    }

    /** Lets it end by itself, which removes its files, and makes sure that it did. */
    @Override
    public void close() throws InterruptedException {
        session = null;
        try {
            call("Browser.close", Map.of());
            process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } finally {
            socket.abort();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        }
    }

    private final class Incoming implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    receive(JSON.readTree(text.toString()));
                } catch (IOException e) {
                    errors.add("no JSON from DevTools: " + e);
                }
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
