package volley.report.folder;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.client.Usage;
import volley.config.ScratchFile;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TurnRecord;
import volley.report.folder.RunRequests.Field;

/**
 * What {@link RunRequests} keeps of each line of {@code requests.jsonl}, as the run writes it: to read a kilobyte of JSON a
 * request again was most of what the page waits for. They wait in a file that nobody sees and that goes with the process, a tenth
 * as long, since a run has no heap to spare for them.
 *
 * <p>A row is which fields it has, how it ended, and 8 bytes for each field that it has.
 */
final class RequestRows implements Closeable {
    private static final Field[] FIELDS = Field.values();
    private static final Outcome[] OUTCOMES = Outcome.values();
    /** Behind the fields: what is not read from the lines. */
    private static final int PROMPT_TOKENS_BY_CLIENT = FIELDS.length;

    private static final int ROOM_FOR_COUNT = FIELDS.length + 1;
    private static final int VALUES = FIELDS.length + 2;
    private static final int MOST_ROW_BYTES = Integer.BYTES + 2 + VALUES * Long.BYTES;
    private static final int BUFFER_BYTES = 1 << 15;

    private final FileChannel file;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final long[] values = new long[VALUES];
    private final long runStartNs;
    private int rows;

    /** @param runStartNs {@code System.nanoTime()} that times count from */
    RequestRows(Path folder, long runStartNs) throws IOException {
        this.runStartNs = runStartNs;
        file = ScratchFile.in(folder, "requests", ".rows");
    }

    /**
     * Appends what the turn's line has.
     *
     * @param roomForCount as {@link RequestLine#write} returned it
     */
    void add(TurnRecord turn, RequestFigures figures, long roomForCount) throws IOException {
        Arrays.fill(values, RunRequests.ABSENT);
        set(Field.ORDER, turn.order() < 0 ? RunRequests.ABSENT : turn.order());
        set(Field.CONVERSATION, turn.conversation());
        set(Field.TURN, turn.turn());
        Exchange exchange = turn.exchange();
        if (exchange != null) {
            time(Field.SCHEDULED_NS, exchange.scheduledNs());
            time(Field.READY_NS, exchange.readyNs());
            time(Field.SENT_NS, exchange.sentNs());
            time(Field.END_NS, exchange.endNs());
        }
        time(Field.FIRST_TOKEN_NS, figures.firstTokenNs());
        for (Field field : FIELDS) {
            RequestMetric metric = field.metric();
            if (metric != null) {
                set(field, figures.get(metric));
            }
        }
        values[PROMPT_TOKENS_BY_CLIENT] = figures.get(RequestMetric.PROMPT_TOKENS_BY_CLIENT);
        values[ROOM_FOR_COUNT] = roomForCount;
        write(turn.outcome(), exchange != null && RunRequests.STOPPED.equals(exchange.finishReason()));
    }

    private void time(Field field, long timeNs) {
        set(field, timeNs == Exchange.NEVER ? RunRequests.ABSENT : timeNs - runStartNs);
    }

    @SuppressWarnings("EnumOrdinal") // a place in an array that is kept nowhere
    private void set(Field field, long value) {
        values[field.ordinal()] = value;
    }

    @SuppressWarnings("EnumOrdinal") // read back by this process
    private void write(Outcome outcome, boolean stopped) throws IOException {
        if (buffer.remaining() < MOST_ROW_BYTES) {
            flush();
        }
        int has = 0;
        int start = buffer.position();
        buffer.position(start + Integer.BYTES);
        buffer.put((byte) outcome.ordinal()).put((byte) (stopped ? 1 : 0));
        for (int i = 0; i < values.length; i++) {
            if (values[i] != RunRequests.ABSENT) {
                has |= 1 << i;
                buffer.putLong(values[i]);
            }
        }
        buffer.putInt(start, has);
        rows++;
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
        buffer.clear();
    }

    /** All rows, and closes the file. */
    RunRequests read() throws IOException {
        try (this) {
            RunRequests read = new RunRequests(rows);
            forEach(row -> read.add(row.values, row.outcome.id(), row.stopped));
            return read;
        }
    }

    /** Shows every row, in the order in which they were added; none is added after that. */
    void forEach(Consumer<Row> reader) throws IOException {
        flush();
        file.position(0);
        Row row = new Row(file);
        for (int i = 0; i < rows; i++) {
            row.next();
            reader.accept(row);
        }
    }

    /** One row after the other. */
    static final class Row implements PromptCounting.Request {
        private final FileChannel file;
        private final ByteBuffer buffer =
                ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
        private final long[] values = new long[VALUES];
        private Outcome outcome;
        private boolean stopped;

        private Row(FileChannel file) {
            this.file = file;
        }

        private void next() throws IOException {
            fill(Integer.BYTES + 2);
            int has = buffer.getInt();
            outcome = OUTCOMES[buffer.get()];
            stopped = buffer.get() != 0;
            fill(Integer.bitCount(has) * Long.BYTES);
            for (int i = 0; i < values.length; i++) {
                values[i] = (has & (1 << i)) == 0 ? RunRequests.ABSENT : buffer.getLong();
            }
        }

        /** Has so many bytes in the buffer, at least. */
        private void fill(int bytes) throws IOException {
            if (buffer.remaining() >= bytes) {
                return;
            }
            buffer.compact();
            while (buffer.position() < bytes) {
                if (file.read(buffer) < 0) {
                    throw new EOFException("the requests' rows are cut off");
                }
            }
            buffer.flip();
        }

        @SuppressWarnings("EnumOrdinal") // a place in an array that is kept nowhere
        private long get(Field field) {
            return values[field.ordinal()];
        }

        private static int count(long value) {
            return value == RunRequests.ABSENT ? Usage.ABSENT : Math.toIntExact(value);
        }

        @Override
        public boolean isCompleted() {
            return outcome == Outcome.OK;
        }

        @Override
        public boolean wasSent() {
            return get(Field.SENT_NS) != RunRequests.ABSENT;
        }

        @Override
        public int order() {
            return count(get(Field.ORDER));
        }

        @Override
        public int conversation() {
            return Math.toIntExact(get(Field.CONVERSATION));
        }

        @Override
        public int turn() {
            return Math.toIntExact(get(Field.TURN));
        }

        @Override
        public int promptTokens() {
            return count(get(Field.PROMPT_TOKENS));
        }

        @Override
        public int promptTokensByClient() {
            return count(values[PROMPT_TOKENS_BY_CLIENT]);
        }

        /** Where in {@code requests.jsonl} it may be put; only where it is absent, and counts come later. */
        long roomForCount() {
            return values[ROOM_FOR_COUNT];
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
