package volley.prepare;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.Turn;

/** A generator needs memory for the texts of its part: it prepares one in a heap that all texts would fill. */
class ShardHeapTest {
    private static final int CONVERSATIONS = 640;
    private static final int TEXT_CHARS = 50_000;
    private static final String DOES_NOT_FIT = "does not fit";

    @TempDir
    private Path folder;

    /** Where the texts come from. */
    enum Texts {
        FILE,
        SHUFFLED_GZIP,
        /** The prompts of a file are cut to single requests. */
        CUT,
        /** A simulation's own conversations, each made as it is asked for. */
        OWN
    }

    @ParameterizedTest
    @EnumSource
    void aShardFitsAHeapThatTheWholeDoesNot(Texts texts) throws Exception {
        Path file = dataset(texts == Texts.SHUFFLED_GZIP);
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Small.class.getName(),
                        file.toString(),
                        texts.name())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor()).isZero();
        assertThat(said.lines()).containsExactly(prepare(file, texts, "0/1"), DOES_NOT_FIT);
    }

    /** Long questions, no two alike. */
    private Path dataset(boolean compressed) throws IOException {
        Path file = folder.resolve("long.json");
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = compressed ? new GZIPOutputStream(plain) : plain;
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartArray();
            for (int i = 0; i < CONVERSATIONS; i++) {
                json.writeStartObject();
                json.writeStringField("id", "c" + i);
                json.writeArrayFieldStart("conversations");
                entry(json, "human", text(i));
                entry(json, "gpt", "yes");
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return file;
    }

    private static String text(int number) {
        return number + " " + "memory of a part ".repeat(TEXT_CHARS / 17);
    }

    private static void entry(JsonGenerator json, String from, String value) throws IOException {
        json.writeStartObject();
        json.writeStringField("from", from);
        json.writeStringField("value", value);
        json.writeEndObject();
    }

    /** The plan's hash, and what the generator sends. */
    private static String prepare(Path file, Texts texts, String shard) {
        Properties given = new Properties();
        given.setProperty("volley.dry-run", "true");
        given.setProperty("volley.fixed-output-len", "16");
        given.setProperty("volley.num-prompts", String.valueOf(CONVERSATIONS));
        given.setProperty("volley.disable-shuffle", String.valueOf(texts != Texts.SHUFFLED_GZIP));
        given.setProperty("volley.shard", shard);
        return prepare(file, texts, given).plan().hash();
    }

    private static Preparation prepare(Path file, Texts texts, Properties given) {
        if (texts == Texts.OWN) {
            return Preparation.of(
                    new PlayedSimulation(SimulationKind.MULTITURN, "example.Own"),
                    given,
                    tokenizer -> () -> IntStream.range(0, CONVERSATIONS)
                            .mapToObj(i -> new Conversation("c" + i, List.of(Turn.of(text(i), 16, tokenizer))))
                            .iterator());
        }
        given.setProperty("volley.dataset-path", file.toString());
        if (texts == Texts.CUT) {
            given.setProperty("volley.dataset-name", "random");
            given.setProperty("volley.random-input-len", "16");
            return Preparation.of(PlayedSimulation.of(SimulationKind.SINGLE_TURN), given);
        }
        return Preparation.of(PlayedSimulation.of(SimulationKind.MULTITURN), given);
    }

    /** Prepares a shard, then the whole. */
    static final class Small {
        public static void main(String[] args) {
            Path file = Path.of(args[0]);
            Texts texts = Texts.valueOf(args[1]);
            System.out.println(prepare(file, texts, "0/8"));
            try {
                System.out.println(prepare(file, texts, "0/1"));
            } catch (OutOfMemoryError e) {
                System.out.println(DOES_NOT_FIT);
            }
        }
    }
}
