package volley.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Writes a trace in Mooncake's form: Poisson arrivals, of which four in five go on with one of 256 open conversations. Blocks
 * are of 512 tokens; a conversation grows by 50 to 750 tokens a turn and ends at 4,000.
 */
@Command(
        name = "volley.bench.Trace",
        description = "Writes a trace in Mooncake's form, the same for the same options.",
        mixinStandardHelpOptions = true)
public final class Trace implements Callable<Integer> {
    private static final int BLOCK_TOKENS = 512;
    private static final int OPEN_CONVERSATIONS = 256;
    private static final int LONGEST_PROMPT = 4000;
    private static final double SHARE_GOING_ON = 0.8;
    private static final double MS_PER_SECOND = 1e3;

    @Option(names = "--requests", defaultValue = "60000", description = "(${DEFAULT-VALUE})")
    private int requests;

    @Option(
            names = "--seconds",
            defaultValue = "7200",
            description = "From first to last, on average (${DEFAULT-VALUE}).")
    private double seconds;

    @Parameters(description = "File to write.")
    private Path file;

    private final SplittableRandom random = new SplittableRandom(1);
    private int nextBlock;

    private Trace() {}

    /** @param args see {@code --help} */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Trace()).execute(args));
    }

    /** A conversation so far: its tokens, and the ids of their blocks. */
    private static final class Open {
        private int tokens;
        private final List<Integer> blocks = new ArrayList<>();
    }

    @Override
    public Integer call() throws IOException {
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Open[] open = new Open[OPEN_CONVERSATIONS];
        double ms = 0;
        try (JsonGenerator json = new JsonFactory().createGenerator(Files.newBufferedWriter(file))) {
            json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
            for (int i = 0; i < requests; i++) {
                int place = random.nextInt(open.length);
                if (open[place] == null
                        || open[place].tokens > LONGEST_PROMPT
                        || random.nextDouble() >= SHARE_GOING_ON) {
                    open[place] = new Open();
                }
                write(json, Math.round(ms), grown(open[place]), random.nextInt(8, 57));
                ms -= Math.log(1 - random.nextDouble()) * seconds * MS_PER_SECOND / requests;
            }
            json.writeRaw('\n');
        }
        return 0;
    }

    /** The block that was not full has another id once it has more tokens. */
    private Open grown(Open open) {
        if (open.tokens % BLOCK_TOKENS > 0) {
            open.blocks.remove(open.blocks.size() - 1);
        }
        open.tokens += random.nextInt(50, 751);
        while (open.blocks.size() * BLOCK_TOKENS < open.tokens) {
            open.blocks.add(nextBlock++);
        }
        return open;
    }

    private static void write(JsonGenerator json, long ms, Open open, int outputTokens) throws IOException {
        json.writeStartObject();
        json.writeNumberField("timestamp", ms);
        json.writeNumberField("input_length", open.tokens);
        json.writeNumberField("output_length", outputTokens);
        json.writeArrayFieldStart("hash_ids");
        for (int block : open.blocks) {
            json.writeNumber(block);
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
