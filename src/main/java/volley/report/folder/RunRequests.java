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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
    static final String STOPPED = "stop";

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
        E2E_NS(RequestMetric.E2E),
        TTFT_NS(RequestMetric.TTFT),
        TPOT_NS(RequestMetric.TPOT),
        CLIENT_QUEUE_NS(RequestMetric.CLIENT_QUEUE),
        PROMPT_TOKENS(RequestMetric.PROMPT_TOKENS),
        OUTPUT_TOKENS(RequestMetric.OUTPUT_TOKENS),
        TEXTLESS_TOKENS(RequestMetric.TEXTLESS_TOKENS),
        CACHED_TOKENS(RequestMetric.CACHED_TOKENS),
        CACHED_HOST_TOKENS(RequestMetric.CACHED_HOST_TOKENS),
        CACHED_STORAGE_TOKENS(RequestMetric.CACHED_STORAGE_TOKENS);

        private final String id;
        private final RequestMetric metric;

        Field(SerializableString name) {
            this(name, null);
        }

        Field(RequestMetric metric) {
            this(RequestLine.of(metric), metric);
        }

        Field(SerializableString name, RequestMetric metric) {
            this.id = name.getValue();
            this.metric = metric;
        }

        /** The figure that it is, or {@code null}. */
        RequestMetric metric() {
            return metric;
        }
    }

    private static final Map<String, Field> BY_ID = byId();

    private static final Field[] FIELDS = Field.values();
    private static final int FIRST_ROWS = 1 << 10;

    /** By the fields' places; {@code null} while no line has the field. */
    private final long[][] columns = new long[FIELDS.length][];

    private final long[] row = new long[FIELDS.length];
    private final List<String> outcomeNames = new ArrayList<>();
    private final Map<String, Byte> outcomeIndex = new HashMap<>();
    private final BitSet stopped = new BitSet();
    private byte[] outcomes;
    private int size;

    /** @param rows how many there will be; if there are more, it grows */
    RunRequests(int rows) {
        outcomes = new byte[rows];
    }

    /**
     * Reads the file of a run.
     *
     * @throws BadInputException if the file is not there or a line but the last is no JSON object
     */
    public static RunRequests read(Path runFolder) {
        Path file = runFolder.resolve(RequestLog.FILE_NAME);
        RunRequests read = new RunRequests(FIRST_ROWS);
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

    @SuppressWarnings("EnumOrdinal") // a place in an array that is kept nowhere
    public long get(Field field, int row) {
        long[] column = columns[field.ordinal()];
        return column == null ? ABSENT : column[row];
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
        int[] rows = new int[size];
        int count = 0;
        for (int each = 0; each < size; each++) {
            if (get(field, each) != ABSENT) {
                rows[count++] = each;
            }
        }
        return SortedRows.by(Arrays.copyOf(rows, count), each -> get(field, each));
    }

    /** The field of each of these rows. */
    public long[] values(Field field, int[] rows) {
        long[] values = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            values[i] = get(field, rows[i]);
        }
        return values;
    }

    /**
     * Appends a row.
     *
     * @param values by the fields' places
     * @param outcome {@link volley.client.Outcome#id()}; {@code null} if a line has none
     */
    void add(long[] values, String outcome, boolean wasStopped) {
        if (size == outcomes.length) {
            int more = Math.max(FIRST_ROWS, size * 2);
            outcomes = Arrays.copyOf(outcomes, more);
            for (int i = 0; i < columns.length; i++) {
                columns[i] = columns[i] == null ? null : Arrays.copyOf(columns[i], more);
            }
        }
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] == null && values[i] != ABSENT) {
                columns[i] = new long[outcomes.length];
                Arrays.fill(columns[i], 0, size, ABSENT);
            }
            if (columns[i] != null) {
                columns[i][size] = values[i];
            }
        }
        outcomes[size] = outcome == null ? 0 : outcomeIndex.computeIfAbsent(outcome, this::newOutcome);
        stopped.set(size, wasStopped);
        size++;
    }

    @SuppressWarnings("EnumOrdinal") // a place in an array that is kept nowhere
    private void add(ByteLines line) throws IOException {
        Arrays.fill(row, ABSENT);
        String outcome = null;
        boolean wasStopped = false;
        try (JsonParser json = JSON.createParser(line.buffer(), line.start(), line.length())) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("no object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                Field field = BY_ID.get(name);
                if (field != null && value.isNumeric()) {
                    row[field.ordinal()] = json.getLongValue();
                } else if (name.equals(RequestLine.OUTCOME.getValue())) {
                    outcome = json.getText();
                } else if (name.equals(RequestLine.FINISH_REASON.getValue())) {
                    wasStopped = STOPPED.equals(json.getText());
                } else {
                    json.skipChildren();
                }
            }
        }
        add(row, outcome, wasStopped);
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
