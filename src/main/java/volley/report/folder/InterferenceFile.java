package volley.report.folder;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.BadInputException;
import volley.monitor.Disturbances;
import volley.monitor.Interference;
import volley.monitor.Interference.Kind;
import volley.monitor.Monitor;

/**
 * {@code interference.jsonl}: a line for each disturbance of the client, {@code kind}, {@code from_ns} and {@code to_ns}
 * since the run's start, in the order they were found. What was over before the run began is left out.
 */
public final class InterferenceFile implements Closeable {
    public static final String NAME = "interference.jsonl";

    private static final String KIND = "kind";
    private static final String FROM_NS = "from_ns";
    private static final String TO_NS = "to_ns";

    private static final Logger LOG = LoggerFactory.getLogger(InterferenceFile.class);

    private static final Map<String, Kind> KINDS =
            Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::id, Function.identity()));

    private final long runStartNs;
    private final Set<Kind> kinds;
    private final IntFunction<List<Interference>> foundAfter;
    private final JsonGenerator json;
    private int seen;
    private boolean failed;

    /**
     * Opens the file of a run that goes on.
     *
     * @param runStartNs that the times of the file count from
     * @param kinds that are watched for
     * @param foundAfter what was found so far, but for the first so many
     */
    InterferenceFile(Path folder, long runStartNs, Set<Kind> kinds, IntFunction<List<Interference>> foundAfter)
            throws IOException {
        this.runStartNs = runStartNs;
        this.kinds = kinds;
        this.foundAfter = foundAfter;
        this.json = new JsonFactory()
                .createGenerator(Files.newOutputStream(folder.resolve(NAME)), JsonEncoding.UTF8)
                .setPrettyPrinter(new MinimalPrettyPrinter(""));
    }

    /** As the constructor; empty if it fails: the monitor keeps everything until the end, when all is written anew. */
    static Optional<InterferenceFile> open(Path folder, long runStartNs, Monitor monitor) {
        try {
            return Optional.of(new InterferenceFile(folder, runStartNs, monitor.measured(), monitor::foundAfter));
        } catch (IOException e) {
            LOG.warn("{} cannot be written during the run", NAME, e);
            return Optional.empty();
        }
    }

    /** Writes all that was found in a run. */
    public static void write(Path folder, long runStartNs, Disturbances all) throws IOException {
        try (InterferenceFile file = new InterferenceFile(folder, runStartNs, all.measured(), known -> all.found()
                .subList(known, all.found().size()))) {
            file.append();
        }
    }

    /** The kinds that are watched for. */
    Set<Kind> kinds() {
        return kinds;
    }

    /** Writes what was found since the last time, and hands it to the operating system; after a failure, nothing. */
    void writeNew() {
        if (!failed) {
            try {
                append();
            } catch (IOException e) {
                LOG.warn("{} could not be written during the run", NAME, e);
                failed = true;
            }
        }
    }

    private void append() throws IOException {
        for (Interference each : foundAfter.apply(seen)) {
            seen++;
            if (each.toNs() > runStartNs) {
                json.writeStartObject();
                json.writeStringField(KIND, each.kind().id());
                json.writeNumberField(FROM_NS, each.fromNs() - runStartNs);
                json.writeNumberField(TO_NS, each.toNs() - runStartNs);
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }

    /**
     * Reads the file of a run; a last line that was cut off is left out. Its times count from the run's start.
     *
     * @throws BadInputException if a line that is not the last is none of this file
     */
    public static List<Interference> read(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        List<Interference> found = new ArrayList<>();
        try (BufferedReader lines = RecordedTurns.open(file)) {
            JsonMapper mapper = new JsonMapper();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    found.add(of(mapper.readTree(line)));
                } catch (JsonProcessingException | IllegalArgumentException e) {
                    if (lines.readLine() != null) {
                        throw new BadInputException("line " + (found.size() + 1) + " of " + file
                                + " is no disturbance; give the file as the run left it");
                    }
                }
            }
        }
        return found;
    }

    private static Interference of(JsonNode line) {
        Kind kind = KINDS.get(line.path(KIND).asText());
        if (kind == null || !line.path(TO_NS).isNumber()) {
            throw new IllegalArgumentException("no disturbance");
        }
        return new Interference(
                kind, line.path(FROM_NS).asLong(), line.path(TO_NS).asLong());
    }
}
