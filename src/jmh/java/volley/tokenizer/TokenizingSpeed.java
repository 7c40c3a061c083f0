package volley.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;
import volley.hub.Hub;

/**
 * How fast the prompts of conversations are tokenized: with remembered words, as a run does it, and by the tokenizers library
 * alone. {@code bin/bench tokenizing} calls it, with Hugging Face's own Python package beside it on the same texts.
 *
 * <p>Usage: {@code write FILE} writes the texts, a JSON string a line; {@code read FILE TOKENIZER ROUNDS} tokenizes them. The
 * first round is cold; the fastest of the others is told as warm. Times are CPU seconds of the whole process, since the
 * library has threads of its own.
 */
public final class TokenizingSpeed {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int CONVERSATIONS = 1_000;
    private static final int TURNS = 5;
    private static final int WORDS = 75;

    /** Of a hundred words, so many are met once only. */
    private static final int NEW_WORDS = 3;

    private TokenizingSpeed() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        if (args[0].equals("write")) {
            write(Path.of(args[1]));
        } else {
            read(Path.of(args[1]), args[2], Integer.parseInt(args[3]));
        }
    }

    private static void write(Path file) throws IOException {
        List<String> words = words();
        RandomGenerator random = new Random(1);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int conversation = 0; conversation < CONVERSATIONS; conversation++) {
                StringBuilder prompt = new StringBuilder();
                for (int turn = 0; turn < TURNS; turn++) {
                    prompt.append("<|im_start|>user\n").append(text(words, random));
                    prompt.append("<|im_end|>\n<|im_start|>assistant\n");
                    out.write(JSON.writeValueAsString(prompt.toString()));
                    out.newLine();
                    prompt.append(text(words, random)).append("<|im_end|>\n");
                }
            }
        }
    }

    /** Each as often as it stands in the sample conversations. */
    private static List<String> words() throws IOException {
        JsonNode sample = JSON.readTree(Path.of("data", "sharegpt.sample.json").toFile());
        List<String> words = new ArrayList<>();
        sample.findValuesAsText("value").forEach(text -> words.addAll(List.of(text.split(" "))));
        return words;
    }

    private static String text(List<String> words, RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < WORDS; i++) {
            text.append(i == 0 ? "" : " ");
            if (random.nextInt(100) < NEW_WORDS) {
                for (int letter = 0; letter < 8; letter++) {
                    text.append((char) ('a' + random.nextInt(26)));
                }
            } else {
                text.append(words.get(random.nextInt(words.size())));
            }
        }
        return text.toString();
    }

    private static void read(Path file, String folder, int rounds) throws IOException {
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            texts.add(JSON.readValue(line, String.class));
        }
        try (Tokenizer remembering = Tokenizers.load(folder, Hub.ofThisProcess());
                Tokenizer whole = DjlTokenizer.load(
                        folder,
                        Path.of(folder).resolve(TokenizerFiles.TOKENIZER_FILE),
                        new ChatTemplateFiles.Found(Optional.empty(), Optional.empty()))) {
            measure(
                    remembering instanceof WordMemory ? "volley, words remembered" : "volley, not served",
                    texts,
                    remembering,
                    rounds);
            measure("tokenizers through DJL", texts, whole, rounds);
        }
    }

    private static void measure(String name, List<String> texts, Tokenizer tokenizer, int rounds) {
        double cold = 0;
        double warm = Double.MAX_VALUE;
        long tokens = 0;
        for (int round = 0; round <= rounds; round++) {
            long startNs = cpuNs();
            tokens = 0;
            for (String text : texts) {
                tokens += tokenizer.count(text);
            }
            double seconds = (cpuNs() - startNs) / 1e9;
            cold = round == 0 ? seconds : cold;
            warm = round == 0 ? warm : Math.min(warm, seconds);
        }
        System.out.printf(
                Locale.ROOT,
                "%-28s %,12d tokens  cold %6.2f  warm %6.2f CPU-s  %,.0f tokens/s%n",
                name,
                tokens,
                cold,
                warm,
                tokens / warm);
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
