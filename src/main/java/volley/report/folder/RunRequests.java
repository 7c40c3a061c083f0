package volley.report.folder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import volley.client.Outcome;
import volley.config.BadInputException;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;

/**
 * The lines of {@code requests.jsonl}, read back as columns of longs: 8 bytes a line and field. A last line that was
 * cut off by the end of the process is left out.
 */
public final class RunRequests {
    /** {@code null} in the file. */
    public static final long ABSENT = RequestFigures.ABSENT;

    private static final JsonFactory JSON = new JsonFactory();

    /** OpenAI's and SGLang's finish reason of an answer that the model ended. */
    private static final String STOPPED = "stop";

    /** The fields that are read. {@link RequestLine} says what each is. */
    public enum Field {
        /** Which run, in a merged one; else absent. */
        SOURCE(RequestLine.SOURCE),
        ORDER(RequestLine.ORDER),
        CONVERSATION(RequestLine.CONVERSATION),
        TURN(RequestLine.TURN),
        SCHEDULED_NS(RequestLine.SCHEDULED_NS),
        READY_NS(RequestLine.READY_NS),
        SENT_NS(RequestLine.SENT_NS),
        FIRST_TOKEN_NS(RequestLine.FIRST_TOKEN_NS),
        END_NS(RequestLine.END_NS),
        E2E_NS(RequestLine.of(RequestMetric.E2E)),
        TTFT_NS(RequestLine.of(RequestMetric.TTFT)),
        TPOT_NS(RequestLine.of(RequestMetric.TPOT)),
        CLIENT_QUEUE_NS(RequestLine.of(RequestMetric.CLIENT_QUEUE)),
        PROMPT_TOKENS(RequestLine.of(RequestMetric.PROMPT_TOKENS)),
        OUTPUT_TOKENS(RequestLine.of(RequestMetric.OUTPUT_TOKENS)),
        TEXTLESS_TOKENS(RequestLine.of(RequestMetric.TEXTLESS_TOKENS)),
        CACHED_TOKENS(RequestLine.of(RequestMetric.CACHED_TOKENS)),
        CACHED_HOST_TOKENS(RequestLine.of(RequestMetric.CACHED_HOST_TOKENS)),
        CACHED_STORAGE_TOKENS(RequestLine.of(RequestMetric.CACHED_STORAGE_TOKENS));

        private final String id;

        Field(SerializableString name) {
            id = name.getValue();
        }
    }

    private static final Map<String, Field> BY_ID = byId();

    private final Map<Field, long[]> columns = new EnumMap<>(Field.class);
    private final List<String> outcomeNames = new ArrayList<>();
    private final Map<String, Byte> outcomeIndex = new HashMap<>();
    private final BitSet stopped = new BitSet();
    private byte[] outcomes = new byte[1 << 10];
    private int size;

    private RunRequests() {
        for (Field field : Field.values()) {
            columns.put(field, new long[outcomes.length]);
        }
    }

    /**
     * Reads the file of a run.
     *
     * @throws BadInputException if the file is not there or a line but the last is no JSON object
     */
    public static RunRequests read(Path runFolder) {
        Path file = runFolder.resolve(RequestLog.FILE_NAME);
        RunRequests read = new RunRequests();
        try (ByteLines lines = new ByteLines(Files.newInputStream(file))) {
            for (int number = 1; lines.next(); number++) {
                try {
                    read.add(lines);
                } catch (IOException e) {
                    if (lines.next()) {
                        throw new BadInputException(
                                "no JSON object in " + file + ", line " + number + "; restore the file from the run");
                    }
                }
            }
        } catch (IOException e) {
            throw new BadInputException("no " + RequestLog.FILE_NAME + " can be read in " + runFolder
                    + "; give a folder that a run has written");
        }
        return read;
    }

    public int size() {
        return size;
    }

    public long get(Field field, int row) {
        return columns.get(field)[row];
    }

    /** {@link volley.client.Outcome#id()} of the row. */
    public String outcome(int row) {
        return outcomeNames.get(outcomes[row]);
    }

    public boolean ok(int row) {
        return outcome(row).equals(Outcome.OK.id());
    }

    /** Whether the model ended the row's answer itself. */
    public boolean stopped(int row) {
        return stopped.get(row);
    }

    /** Rows that have the field, by its rising value; rows of equal value stay in the file's order. */
    public int[] rowsBy(Field field) {
        long[] column = columns.get(field);
        int[] rows =
                IntStream.range(0, size).filter(row -> column[row] != ABSENT).toArray();
        return SortedRows.by(rows, row -> column[row]);
    }

    private void add(ByteLines line) throws IOException {
        if (size == outcomes.length) {
            outcomes = Arrays.copyOf(outcomes, size * 2);
            columns.replaceAll((field, column) -> Arrays.copyOf(column, size * 2));
        }
        for (long[] column : columns.values()) {
            column[size] = ABSENT;
        }
        try (JsonParser json = JSON.createParser(line.buffer(), line.start(), line.length())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                Field field = BY_ID.get(name);
                if (field != null && value.isNumeric()) {
                    columns.get(field)[size] = json.getLongValue();
                } else if (name.equals(RequestLine.OUTCOME.getValue())) {
                    outcomes[size] = outcomeIndex.computeIfAbsent(json.getText(), this::newOutcome);
                } else if (name.equals(RequestLine.FINISH_REASON.getValue())) {
                    stopped.set(size, STOPPED.equals(json.getText()));
                } else {
                    json.skipChildren();
                }
            }
        }
        size++;
    }

    private byte newOutcome(String name) {
        outcomeNames.add(name);
        return (byte) (outcomeNames.size() - 1);
    }

    private static Map<String, Field> byId() {
        Map<String, Field> map = new HashMap<>();
        for (Field field : Field.values()) {
            map.put(field.id, field);
        }
        return map;
    }
}
