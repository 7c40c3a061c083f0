package volley.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * A file shaped like ShareGPT (about 3 kB a record, 2 to 8 entries), of any size. Every record is a function of its
 * number alone, and every twentieth has one of four defects, so that a test knows what must come out.
 */
public final class GeneratedShareGpt {
    /** Mostly plain words, some that JSON must escape or UTF-8 takes more bytes for, as in real chats. */
    private static final String[] WORDS =
            ("the a an of to in and is are was it that this for with as on be you we I can "
                            + "will server cache token prefix answer question why how does model request memory latency batch "
                            + "conversation history function returns value example following therefore however important "
                            + "\"quoted\" naïve 中文 back\\slash 😀 line\nbreak step\n\n")
                    .split(" ");

    private GeneratedShareGpt() {}

    /** What the filters must do with a record. */
    enum Fate {
        KEPT,
        ODD,
        FIRST_NOT_HUMAN,
        FIRST_PROMPT_SHORT,
        CUT_AFTER_ONE
    }

    static Fate fate(int record) {
        return switch (record % 20) {
            case 3 -> Fate.ODD;
            case 7 -> Fate.FIRST_NOT_HUMAN;
            case 11 -> Fate.FIRST_PROMPT_SHORT;
            case 13 -> Fate.CUT_AFTER_ONE;
            default -> Fate.KEPT;
        };
    }

    static String id(int record) {
        return "gen_" + record;
    }

    /** Writes an array of at least that many characters of text, so a little more in bytes; gives the number of records. */
    public static int write(Path file, long bytes) throws IOException {
        int record = 0;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                JsonGenerator json = new JsonFactory().createGenerator(out)) {
            json.writeStartArray();
            long written = 0;
            while (written < bytes) {
                written += write(json, record++);
            }
            json.writeEndArray();
        }
        return record;
    }

    /** Gives the characters of its texts. */
    private static long write(JsonGenerator json, int record) throws IOException {
        SplittableRandom random = new SplittableRandom(record);
        Fate fate = fate(record);
        int entries = 2 * random.nextInt(1, 5);
        if (fate == Fate.ODD) {
            entries += 1;
        } else if (fate == Fate.CUT_AFTER_ONE) {
            entries = 4;
        }
        long characters = 0;
        json.writeStartObject();
        json.writeStringField("id", id(record));
        json.writeArrayFieldStart("conversations");
        for (int i = 0; i < entries; i++) {
            boolean human = (i % 2 == 0) != (fate == Fate.FIRST_NOT_HUMAN);
            boolean shortPrompt = (fate == Fate.FIRST_PROMPT_SHORT && i == 0) || (fate == Fate.CUT_AFTER_ONE && i == 2);
            json.writeStartObject();
            json.writeStringField("from", human ? "human" : "gpt");
            String text = shortPrompt ? "too short" : text(random, human ? 40 : 200);
            characters += text.length();
            json.writeStringField("value", text);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        return characters;
    }

    private static String text(SplittableRandom random, int meanWords) {
        int words = random.nextInt(4, 2 * meanWords);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < words; i++) {
            text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
