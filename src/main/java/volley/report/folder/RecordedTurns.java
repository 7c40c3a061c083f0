package volley.report.folder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import volley.config.BadInputException;

/** The lines of {@code requests.jsonl}, one after the other. */
public final class RecordedTurns implements Closeable {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;
    private final BufferedReader lines;
    private long read;
    private boolean cutOff;

    /** Opens the file of a run. */
    public RecordedTurns(Path folder) throws IOException {
        file = folder.resolve(RequestLog.FILE_NAME);
        lines = open(file);
    }

    /** A file of lines that may have been cut off, even within a character. */
    static BufferedReader open(Path file) throws IOException {
        return new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
    }

    /**
     * The next line; empty at the end, and for a last line that was cut off.
     *
     * @throws BadInputException if a line that is not the last is no JSON object
     */
    public Optional<ObjectNode> next() throws IOException {
        String line = lines.readLine();
        if (line == null) {
            return Optional.empty();
        }
        try {
            ObjectNode turn = (ObjectNode) JSON.readTree(line);
            read++;
            return Optional.of(turn);
        } catch (JsonProcessingException | ClassCastException e) {
            if (lines.readLine() != null) {
                throw noRecord(read + 1);
            }
            cutOff = true;
            return Optional.empty();
        }
    }

    /** The line last read, as a record. */
    public RecordedTurn record(ObjectNode line) {
        try {
            return RequestLine.read(line);
        } catch (IllegalArgumentException e) {
            throw noRecord(read);
        }
    }

    private BadInputException noRecord(long number) {
        return new BadInputException(
                "line " + number + " of " + file + " is no record; give the file as the run left it");
    }

    /** Whole lines so far. */
    public long read() {
        return read;
    }

    /** Whether the file ends within a line, as that of a killed run may. */
    public boolean cutOff() {
        return cutOff;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
