package volley.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One-message prompts of 256 characters in the files that load testers read. Each has its number, by which the server knows it. */
final class Prompts {
    /** What stands before a prompt's number. */
    static final String NUMBER_IS_AFTER = "request ";

    private static final int CHARACTERS = 256;

    /** The forms, each a file. */
    enum Form {
        /** Of the ShareGPT dataset. */
        SHAREGPT("sharegpt.json"),
        /** A prompt a line. */
        LINES("lines.txt"),
        /** AIPerf's conversations, whose ids are the prompts' numbers. */
        SESSIONS("sessions.jsonl"),
        /** GuideLLM's, with the number of tokens to ask for. */
        WITH_LENGTH("with-length.jsonl");

        private final String file;

        Form(String file) {
            this.file = file;
        }
    }

    private Prompts() {}

    static String prompt(int number) {
        String head = NUMBER_IS_AFTER + number + ": ";
        return head + "abcdefg ".repeat(CHARACTERS / 8).substring(0, CHARACTERS - head.length());
    }

    /**
     * Writes the file unless it is there.
     *
     * @return the file
     */
    static Path write(Path folder, Form form, int prompts, int outputTokens) throws IOException {
        Path file = folder.resolve(prompts + "x" + outputTokens + "-" + form.file);
        if (Files.exists(file)) {
            return file;
        }
        Files.createDirectories(folder);
        Path part = folder.resolve("part");
        try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(part))) {
            json.setRootValueSeparator(new SerializedString("\n"));
            if (form == Form.SHAREGPT) {
                json.writeStartArray();
            }
            for (int i = 0; i < prompts; i++) {
                one(json, form, i, outputTokens);
            }
        }
        Files.move(part, file);
        return file;
    }

    private static void one(JsonGenerator json, Form form, int number, int outputTokens) throws IOException {
        String prompt = prompt(number);
        if (form == Form.LINES) {
            json.writeRaw(prompt + "\n");
            return;
        }
        json.writeStartObject();
        switch (form) {
            case SHAREGPT -> {
                json.writeStringField("id", String.valueOf(number));
                json.writeArrayFieldStart("conversations");
                message(json, "human", prompt);
                message(json, "gpt", "ok ok ok ok");
                json.writeEndArray();
            }
            case SESSIONS -> {
                json.writeStringField("session_id", String.valueOf(number));
                json.writeArrayFieldStart("turns");
                json.writeStartObject();
                json.writeStringField("text", prompt);
                json.writeEndObject();
                json.writeEndArray();
            }
            default -> {
                json.writeStringField("prompt", prompt);
                json.writeNumberField("output_tokens_count", outputTokens);
            }
        }
        json.writeEndObject();
    }

    private static void message(JsonGenerator json, String from, String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("from", from);
        json.writeStringField("value", text);
        json.writeEndObject();
    }
}
