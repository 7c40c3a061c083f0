package volley.dataset;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import volley.config.BadInputException;
import volley.config.GivenAs;

/**
 * Goes through a file record by record. The container is told by the first character: a {@code [} opens one array of
 * records, anything else is a record a line. So a format may come in either.
 */
final class RecordCursor implements Closeable {
    private final DatasetFile file;
    private final JsonParser json;
    private boolean started;
    private boolean array;
    private long number;
    private boolean inRecord;
    private final Optional<Start> from;
    private JsonLocation start = JsonLocation.NA;

    /** From the start of the file; {@code progress} is told of the bytes read. */
    static RecordCursor open(DatasetFile file, SlowProgress progress) {
        try {
            return new RecordCursor(file, file.open(progress));
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
    }

    /** Where a cursor begins that does not begin at the file's start: the record's place in the file, from 0, and its line. */
    record Start(int record, LongSupplier lineNumber) {}

    /** From the start of {@code in}, which is closed with this cursor, or at once if this constructor fails. */
    private RecordCursor(DatasetFile file, InputStream in) throws IOException {
        this(file, in, Optional.empty());
    }

    /** At a record that is known to begin where {@code in} does; asked for the line only if something is wrong with it. */
    static RecordCursor at(Start start, DatasetFile file, InputStream in) throws IOException {
        return new RecordCursor(file, in, Optional.of(start));
    }

    private RecordCursor(DatasetFile file, InputStream in, Optional<Start> from) throws IOException {
        this.file = file;
        this.from = from;
        try {
            this.json = DatasetJson.parser(in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    /**
     * Moves to the next record, which must then be {@link #read} or {@link #skip skipped}.
     *
     * @return false after the last one
     */
    boolean next() {
        inRecord = false;
        try {
            JsonToken token = json.nextToken();
            if (!started) {
                started = true;
                array = token == JsonToken.START_ARRAY;
                token = array ? json.nextToken() : token;
            }
            if (array && token == JsonToken.END_ARRAY) {
                token = json.nextToken();
                if (token != null) {
                    throw new MalformedRecordException("is not empty after the end of the array");
                }
            }
            if (token == null) {
                return false;
            }
            number++;
            start = json.currentTokenLocation();
            inRecord = true;
            if (token != JsonToken.START_OBJECT) {
                throw new MalformedRecordException("is not a JSON object");
            }
            if (start.getByteOffset() < 0) {
                throw new MalformedRecordException("is not in UTF-8; convert the file");
            }
            return true;
        } catch (IOException e) {
            throw bad(e);
        }
    }

    /** Place of the current record in the file, from 0. */
    long index() {
        return number - 1;
    }

    /** Where the current record begins, in uncompressed bytes. */
    long byteOffset() {
        return start.getByteOffset();
    }

    Draft read(RecordFormat format, boolean withText) {
        try {
            return format.read(json, withText);
        } catch (IOException e) {
            throw bad(e);
        }
    }

    void skip() {
        try {
            json.skipChildren();
        } catch (IOException e) {
            throw bad(e);
        }
    }

    /** The one line for what is wrong here. */
    private BadInputException bad(IOException e) {
        if (e instanceof MalformedRecordException) {
            return malformed(file, place(inRecord ? start : json.currentTokenLocation()), e.getMessage());
        }
        if (e instanceof JsonProcessingException syntax) {
            // In lines the record's own line is the wrong one, even where the parser noticed it in the next.
            // A limit that is passed has no place of its own.
            boolean own = !inRecord || (array && syntax.getLocation() != null);
            JsonLocation where =
                    own ? Objects.requireNonNullElse(syntax.getLocation(), json.currentTokenLocation()) : start;
            return malformed(file, place(where), DatasetJson.defect(syntax));
        }
        return DatasetFile.unreadable(file.path(), e);
    }

    private static BadInputException malformed(DatasetFile file, String place, String what) {
        return new BadInputException("the dataset " + file.path() + ", " + place + ", " + what
                + "; correct or remove it, or check " + GivenAs.parameter("dataset-name"));
    }

    private String place(JsonLocation where) {
        if (from.isPresent()) {
            return "line " + from.get().lineNumber().getAsLong() + " (record "
                    + (from.get().record() + 1) + ")";
        }
        long record = inRecord ? number : number + 1;
        return array
                ? "line " + where.getLineNr() + ", column " + where.getColumnNr() + " (record " + record + ")"
                : "line " + where.getLineNr();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
