package volley.report.folder;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a file as bytes, without a copy and without a character made: a run's files have gigabytes of them. */
final class ByteLines implements Closeable {
    private static final int FIRST_BYTES = 1 << 16;

    private final InputStream in;
    private byte[] buffer = new byte[FIRST_BYTES];
    private int filled;
    private int start;
    private int end;
    private int next;
    private boolean ended;

    ByteLines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; the last one may have no end. */
    boolean next() throws IOException {
        start = next;
        int at = start;
        while (true) {
            while (at < filled && buffer[at] != '\n') {
                at++;
            }
            if (at < filled) {
                end = at;
                next = at + 1;
                ended = true;
                return true;
            }
            int moved = start;
            if (!fill()) {
                end = filled;
                next = filled;
                ended = false;
                return end > start;
            }
            at -= moved - start;
        }
    }

    /** Reads on behind the line begun, which moves to the buffer's beginning. */
    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, filled - start);
            filled -= start;
            start = 0;
        }
        if (filled == buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = in.read(buffer, filled, buffer.length - filled);
        filled += Math.max(0, read);
        return read > 0;
    }

    /** Has the line, until the next one is asked for. */
    byte[] buffer() {
        return buffer;
    }

    /** Where the line begins in the buffer. */
    int start() {
        return start;
    }

    /** Where it ends, without its line feed. */
    int end() {
        return end;
    }

    int length() {
        return end - start;
    }

    /** Whether a line feed ends it. */
    boolean ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
