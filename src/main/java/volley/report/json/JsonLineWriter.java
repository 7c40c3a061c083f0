package volley.report.json;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes flat JSON objects, a line for each, of numbers and texts under names that are known: a generator, which must be
 * ready for any JSON, takes twice the time for them. Whole lines are handed on only. Not thread-safe.
 */
public final class JsonLineWriter implements Closeable {
    /** So much is gathered before it is handed on. */
    private static final int GATHERED_BYTES = 8000;

    private static final int MOST_DIGITS = 19;
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEAST = String.valueOf(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);
    /** A name and what stands around it, behind a comma. */
    private static final int AROUND_NAME = 4;

    private final OutputStream out;
    private final JsonStringEncoder encoder = JsonStringEncoder.getInstance();
    private byte[] bytes = new byte[2 * GATHERED_BYTES];
    private int size;
    private boolean first;
    private long handedOn;

    /** @param out has what is handed on in one write for several lines */
    public JsonLineWriter(OutputStream out) {
        this.out = out;
    }

    public void begin() {
        ensure(1);
        bytes[size++] = '{';
        first = true;
    }

    /** The line is whole. */
    public void end() throws IOException {
        ensure(2);
        bytes[size++] = '}';
        bytes[size++] = '\n';
        if (size >= GATHERED_BYTES) {
            handOn();
        }
    }

    /** The name of the value that comes next. */
    public void name(SerializableString name) {
        ensure(name.asQuotedUTF8().length + AROUND_NAME);
        if (!first) {
            bytes[size++] = ',';
        }
        first = false;
        bytes[size++] = '"';
        size += name.appendQuotedUTF8(bytes, size);
        bytes[size++] = '"';
        bytes[size++] = ':';
    }

    public void nothing() {
        add(NULL);
    }

    /** As {@link #nothing}, and blanks behind it: room for a number that is known later. */
    public void nothingYet(int blanks) {
        nothing();
        ensure(blanks);
        Arrays.fill(bytes, size, size + blanks, (byte) ' ');
        size += blanks;
    }

    /** How many bytes there are before the next one, since the first. */
    public long position() {
        return handedOn + size;
    }

    public void number(long number) {
        if (number == Long.MIN_VALUE) {
            add(LEAST);
            return;
        }
        ensure(MOST_DIGITS + 1);
        long left = number;
        if (left < 0) {
            bytes[size++] = '-';
            left = -left;
        }
        int digits = 1;
        for (long limit = 10; digits < MOST_DIGITS && left >= limit; limit *= 10) {
            digits++;
        }
        for (int at = size + digits - 1; at >= size; at--) {
            bytes[at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        size += digits;
    }

    /** @param text of whole surrogate pairs ({@link SafeText}), or {@code null} */
    public void text(String text) {
        if (text == null) {
            nothing();
            return;
        }
        byte[] quoted = encoder.quoteAsUTF8(text);
        ensure(quoted.length + 2);
        bytes[size++] = '"';
        System.arraycopy(quoted, 0, bytes, size, quoted.length);
        size += quoted.length;
        bytes[size++] = '"';
    }

    private void add(byte[] some) {
        ensure(some.length);
        System.arraycopy(some, 0, bytes, size, some.length);
        size += some.length;
    }

    private void ensure(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }

    private void handOn() throws IOException {
        int whole = size;
        size = 0;
        handedOn += whole;
        out.write(bytes, 0, whole);
    }

    /** Hands on the lines that are whole; not to be called within one. */
    public void flush() throws IOException {
        if (size > 0) {
            handOn();
        }
        out.flush();
    }

    @Override
    public void close() throws IOException {
        try (out) {
            flush();
        }
    }
}
