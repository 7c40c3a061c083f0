package volley.play;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import volley.tokenizer.JinjaChatTemplate;
import volley.tokenizer.Tokenizer;

/**
 * A chat server that renders each prompt with a template and keeps all blocks of 16 tokens that it has computed, by the rules
 * of vLLM: whole blocks, one token of each prompt always computed, the last generated token never.
 */
final class ExactServer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int BLOCK = 16;

    /** What becomes of a model's thoughts. */
    enum Thoughts {
        NONE,
        INLINE,
        PARSED
    }

    private final HttpServer http;
    private final Tokenizer tokenizer;
    private final String template;
    private final Thoughts thoughts;
    private final String reasoningField;
    private final boolean usage;
    private final Set<List<Integer>> blocks = new HashSet<>();
    final List<Map<String, Object>> bodies = new ArrayList<>();
    private int answers;

    ExactServer(Tokenizer tokenizer, String template, Thoughts thoughts, String reasoningField, boolean usage)
            throws IOException {
        this.tokenizer = tokenizer;
        this.template = template;
        this.thoughts = thoughts;
        this.reasoningField = reasoningField;
        this.usage = usage;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/models", exchange -> reply(exchange, "{\"data\":[{\"id\":\"exact\"}]}"));
        http.createContext("/v1/chat/completions", exchange -> reply(exchange, answer(exchange)));
        http.start();
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private static void reply(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private synchronized String answer(HttpExchange exchange) throws IOException {
        Map<String, Object> body = JSON.readValue(exchange.getRequestBody(), new TypeReference<>() {});
        bodies.add(body);
        Map<String, Object> kwargs = new java.util.HashMap<>();
        if (body.get("chat_template_kwargs") instanceof Map<?, ?> given) {
            given.forEach((name, value) -> kwargs.put(String.valueOf(name), value));
        }
        String prompt = JinjaChatTemplate.of(template, Map.of(), kwargs, Clock.systemUTC(), "test")
                .renderMessages((List<?>) body.get("messages"), true);
        int number = answers++;
        String thought = "Let me see what they want of me, for the " + number + ". time.\nIt is a question.";
        String text = "Answer " + number + " is that a cache keeps the beginnings of prompts, and nothing else of them.";
        String opened = prompt.stripTrailing().endsWith("<think>") ? "" : "<think>\n";
        String written =
                thoughts == Thoughts.NONE ? text : opened + thought + "\n</think>\n\n" + text;
        int[] promptIds = tokenizer.encode(prompt);
        int[] generated = tokenizer.encode(written + "<|im_end|>");
        int cached = cached(promptIds);
        int[] all = Arrays.copyOf(promptIds, promptIds.length + generated.length);
        System.arraycopy(generated, 0, all, promptIds.length, generated.length);
        store(all, all.length - 1);
        StringBuilder events = new StringBuilder();
        if (thoughts == Thoughts.PARSED) {
            for (String word : thought.split("(?= )")) {
                events.append(event(reasoningField, word));
            }
        }
        for (String word : (thoughts == Thoughts.INLINE ? written : text).split("(?= )")) {
            events.append(event("content", word));
        }
        events.append("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
        if (usage) {
            events.append("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":" + promptIds.length
                    + ",\"completion_tokens\":" + generated.length + ",\"prompt_tokens_details\":{\"cached_tokens\":"
                    + cached + "}}}\n\n");
        }
        return events.append("data: [DONE]\n\n").toString();
    }

    private static String event(String field, String text) {
        ObjectNode event = JSON.createObjectNode();
        event.putArray("choices").addObject().put("index", 0).putObject("delta").put(field, text);
        return "data: " + event + "\n\n";
    }

    private int cached(int[] ids) {
        int cached = 0;
        while (cached + BLOCK < ids.length && blocks.contains(prefix(ids, cached + BLOCK))) {
            cached += BLOCK;
        }
        return cached;
    }

    private void store(int[] ids, int computed) {
        for (int end = BLOCK; end <= computed; end += BLOCK) {
            blocks.add(prefix(ids, end));
        }
    }

    private static List<Integer> prefix(int[] ids, int end) {
        return Arrays.stream(ids, 0, end).boxed().toList();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
