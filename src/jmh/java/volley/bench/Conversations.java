package volley.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a ShareGPT file of as many conversations as one likes, all alike. */
@Command(
        name = "volley.bench.Conversations",
        description = "Writes a ShareGPT file whose conversations are all alike.",
        mixinStandardHelpOptions = true)
public final class Conversations implements Callable<Integer> {
    @Option(names = "--conversations", defaultValue = "80000", description = "(${DEFAULT-VALUE})")
    private int conversations;

    @Option(names = "--turns", defaultValue = "2", description = "(${DEFAULT-VALUE})")
    private int turns;

    @Option(names = "--prompt-bytes", defaultValue = "256", description = "Of each turn (${DEFAULT-VALUE}).")
    private int promptBytes;

    @Parameters(description = "File to write.")
    private Path file;

    private Conversations() {}

    /** @param args see {@code --help} */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Conversations()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        String prompt = "abcdefg ".repeat(1 + promptBytes / 8).substring(0, promptBytes);
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(file))) {
            json.writeStartArray();
            for (int i = 0; i < conversations; i++) {
                json.writeStartObject();
                json.writeStringField("id", String.valueOf(i));
                json.writeArrayFieldStart("conversations");
                for (int turn = 0; turn < turns; turn++) {
                    message(json, "human", prompt);
                    message(json, "gpt", "ok ok ok ok");
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return 0;
    }

    private static void message(JsonGenerator json, String from, String text) throws IOException {
        json.writeStartObject();
        json.writeStringField("from", from);
        json.writeStringField("value", text);
        json.writeEndObject();
    }
}
