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

    /** What a server may be like. */
    record Manners(Thoughts thoughts, String reasoningField, boolean usage, boolean pieces, boolean oddIds) {
        static Manners chat(Thoughts thoughts, String reasoningField, boolean usage) {
            return new Manners(thoughts, reasoningField, usage, false, false);
        }
    }

    private final HttpServer http;
    private final Tokenizer tokenizer;
    private final String template;
    private final Manners manners;
    private final Set<List<Integer>> blocks = new HashSet<>();
    final List<Map<String, Object>> bodies = new ArrayList<>();
    /** Of each answer of /generate. */
    final List<int[]> outputIds = new ArrayList<>();

    /** Whether /generate tells the ids of its answers. */
    boolean tellsOutputIds = true;

    private int answers;

    ExactServer(Tokenizer tokenizer, String template, Manners manners) throws IOException {
        this.tokenizer = tokenizer;
        this.template = template;
        this.manners = manners;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/v1/models", exchange -> reply(exchange, "{\"data\":[{\"id\":\"exact\"}]}"));
        http.createContext("/v1/chat/completions", exchange -> reply(exchange, answer(exchange)));
        http.createContext("/generate", exchange -> reply(exchange, generate(exchange)));
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
        String text =
                "Answer " + number + " is that a cache keeps the beginnings of prompts, and nothing else of them.";
        Thoughts thoughts = manners.thoughts();
        String opened = prompt.stripTrailing().endsWith("<think>") ? "" : "<think>\n";
        String written = thoughts == Thoughts.NONE ? text : opened + thought + "\n</think>\n\n" + text;
        int[] promptIds = tokenizer.encode(prompt);
        int[] end = tokenizer.encode("<|im_end|>");
        int[] generated = join(ids(written), end);
        int cached = compute(promptIds, generated);
        boolean tellsIds = Boolean.TRUE.equals(body.get("return_token_ids"));
        StringBuilder events = new StringBuilder();
        if (tellsIds) {
            events.append("data: {\"prompt_token_ids\":" + Arrays.toString(promptIds)
                    + ",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n");
        }
        if (thoughts == Thoughts.PARSED) {
            for (String word : thought.split("(?= )")) {
                events.append(event(manners.reasoningField(), word, tellsIds));
            }
        }
        for (String word : (thoughts == Thoughts.INLINE ? written : text).split("(?= )")) {
            events.append(event("content", word, tellsIds));
        }
        String endIds = tellsIds ? ",\"token_ids\":" + Arrays.toString(end) : "";
        events.append("data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"" + endIds + "}]}\n\n");
        if (manners.usage()) {
            events.append("data: {\"choices\":[],\"usage\":{\"prompt_tokens\":" + promptIds.length
                    + ",\"completion_tokens\":" + generated.length + ",\"prompt_tokens_details\":{\"cached_tokens\":"
                    + cached + "}}}\n\n");
        }
        return events.append("data: [DONE]\n\n").toString();
    }

    private String event(String field, String text, boolean tellsIds) {
        ObjectNode event = JSON.createObjectNode();
        ObjectNode choice = event.putArray("choices").addObject().put("index", 0);
        choice.putObject("delta").put(field, text);
        if (tellsIds) {
            Arrays.stream(ids(text)).forEach(choice.putArray("token_ids")::add);
        }
        return "data: " + event + "\n\n";
    }

    /** SGLang's own route: the text as it stands, behind what the tokenizer puts before it, or ids. */
    private synchronized String generate(HttpExchange exchange) throws IOException {
        Map<String, Object> body = JSON.readValue(exchange.getRequestBody(), new TypeReference<>() {});
        bodies.add(body);
        int[] promptIds = body.get("input_ids") instanceof List<?> given
                ? given.stream().mapToInt(id -> (Integer) id).toArray()
                : join(tokenizer.openingIds(), tokenizer.encode((String) body.get("text")));
        String text = " Answer " + answers++ + " is about caches.";
        int[] generated = ids(text);
        outputIds.add(generated);
        int cached = compute(promptIds, generated);
        StringBuilder events = new StringBuilder();
        String sofar = "";
        int count = 0;
        String[] words = text.split("(?= )");
        for (int i = 0; i < words.length; i++) {
            sofar += words[i];
            int[] added = ids(words[i]);
            count += added.length;
            ObjectNode event = JSON.createObjectNode();
            event.put("text", manners.pieces() ? words[i] : sofar);
            if (tellsOutputIds) {
                Arrays.stream(manners.pieces() ? added : Arrays.copyOf(generated, count))
                        .forEach(event.putArray("output_ids")::add);
            }
            ObjectNode meta = event.putObject("meta_info");
            meta.put("prompt_tokens", promptIds.length).put("completion_tokens", count);
            meta.put("cached_tokens", cached);
            meta.set("finish_reason", i < words.length - 1 ? null : JSON.readTree("{\"type\":\"length\"}"));
            events.append("data: ").append(event).append("\n\n");
        }
        return events.append("data: [DONE]\n\n").toString();
    }

    /** Of a text that is generated: of single letters, which is not how a tokenizer parts it, where they are odd. */
    private int[] ids(String text) {
        return manners.oddIds()
                ? text.chars()
                        .flatMap(c -> Arrays.stream(tokenizer.encode(Character.toString(c))))
                        .toArray()
                : tokenizer.encode(text);
    }

    private static int[] join(int[] first, int[] then) {
        int[] all = Arrays.copyOf(first, first.length + then.length);
        System.arraycopy(then, 0, all, first.length, then.length);
        return all;
    }

    /** Computes a request, and returns how many of its prompt's tokens were cached. */
    private int compute(int[] promptIds, int[] generated) {
        int cached = cached(promptIds);
        int[] all = join(promptIds, generated);
        store(all, all.length - 1);
        return cached;
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
