package volley.report.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.io.SerializedString;
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
    private static final int GATHERED_BYTES = 60_000;

    private static final int MOST_DIGITS = 19;
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LEAST = String.valueOf(Long.MIN_VALUE).getBytes(StandardCharsets.US_ASCII);
    /** Of each number below 100, one behind the other. */
    private static final byte[] TWO_DIGITS = twoDigits();

    /** The name of a field, encoded once with what stands around it. */
    public static final class Name extends SerializedString {
        private static final long serialVersionUID = 1L;

        private final byte[] behindComma;

        public Name(String name) {
            super(name);
            String quoted = new String(asQuotedUTF8(), StandardCharsets.UTF_8);
            behindComma = (",\"" + quoted + "\":").getBytes(StandardCharsets.UTF_8);
        }
    }

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
    public void name(Name name) {
        byte[] behindComma = name.behindComma;
        int from = first ? 1 : 0;
        int length = behindComma.length - from;
        ensure(length);
        System.arraycopy(behindComma, from, bytes, size, length);
        size += length;
        first = false;
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
        byte[] target = bytes;
        long left = number;
        if (left < 0) {
            target[size++] = '-';
            left = -left;
        }
        size += digits(left);
        int at = size;
        while (left > Integer.MAX_VALUE) {
            long hundreds = left / 100;
            at -= 2;
            putTwoDigits(target, at, (int) (left - hundreds * 100));
            left = hundreds;
        }
        // Of an int each division takes a fraction of a long's.
        int rest = (int) left;
        while (rest >= 10) {
            int hundreds = rest / 100;
            at -= 2;
            putTwoDigits(target, at, rest - hundreds * 100);
            rest = hundreds;
        }
        if (rest > 0 || at == size) {
            target[at - 1] = (byte) ('0' + rest);
        }
    }

    private static int digits(long number) {
        int digits = 1;
        for (long limit = 10; digits < MOST_DIGITS && number >= limit; limit *= 10) {
            digits++;
        }
        return digits;
    }

    private static void putTwoDigits(byte[] target, int at, int number) {
        target[at] = TWO_DIGITS[2 * number];
        target[at + 1] = TWO_DIGITS[2 * number + 1];
    }

    private static byte[] twoDigits() {
        byte[] digits = new byte[200];
        for (int i = 0; i < 100; i++) {
            digits[2 * i] = (byte) ('0' + i / 10);
            digits[2 * i + 1] = (byte) ('0' + i % 10);
        }
        return digits;
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
