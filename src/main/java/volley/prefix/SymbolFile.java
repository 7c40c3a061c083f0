package volley.prefix;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/**
 * A growing sequence of ints in a temporary file: hundreds of millions of token ids cost no memory of the process. It is
 * read and written, not mapped: pages of a mapped file count as the process's memory. The file goes away when it is
 * closed.
 */
final class SymbolFile implements Closeable {
    /** Symbols read or written at once. */
    private static final int BUFFER = 1 << 14;

    /** 4 MiB: short sequences never go to the file. */
    private static final int LONGEST_TAIL = 1 << 20;

    private final FileChannel file;
    private final ByteBuffer bytes =
            ByteBuffer.allocateDirect(BUFFER * Integer.BYTES).order(ByteOrder.nativeOrder());
    private final IntBuffer symbols = bytes.asIntBuffer();
    private final int longestTail;
    /** The end of the sequence, which is not in the file yet. */
    private int[] tail;

    private int tailLength;
    private long inFile;

    /** @throws UncheckedIOException if no file can be made in the folder for temporary files */
    SymbolFile() {
        this(LONGEST_TAIL);
    }

    /**
     * As the other.
     *
     * @param longestTail symbols kept in memory at most
     */
    SymbolFile(int longestTail) {
        this.longestTail = longestTail;
        this.tail = new int[Math.min(longestTail, BUFFER)];
        try {
            Path path = Files.createTempFile("volley-prefix", ".ints");
            file = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends {@code values[from..to)} and returns the place of the first. */
    long append(int[] values, int from, int to) {
        long start = inFile + tailLength;
        int at = from;
        while (at < to) {
            if (tailLength == longestTail) {
                writeTail();
            }
            int part = Math.min(to - at, longestTail - tailLength);
            if (tailLength + part > tail.length) {
                tail = Arrays.copyOf(tail, Math.min(longestTail, Math.max(2 * tail.length, tailLength + part)));
            }
            System.arraycopy(values, at, tail, tailLength, part);
            tailLength += part;
            at += part;
        }
        return start;
    }

    int get(long place) {
        return place >= inFile ? tail[(int) (place - inFile)] : load(place, 1).get(0);
    }

    /** How many values from {@code place} on, of at most {@code length}, equal those of {@code values} from {@code from} on. */
    int equalRun(long place, int[] values, int from, int length) {
        int equal = 0;
        while (equal < length && place + equal < inFile) {
            long at = place + equal;
            int part = (int) Math.min(Math.min(length - equal, BUFFER), inFile - at);
            IntBuffer held = load(at, part);
            for (int i = 0; i < part; i++) {
                if (held.get(i) != values[from + equal]) {
                    return equal;
                }
                equal++;
            }
        }
        int offset = (int) (place + equal - inFile);
        int differs = equal == length
                ? -1
                : Arrays.mismatch(tail, offset, offset + length - equal, values, from + equal, from + length);
        return differs < 0 ? length : equal + differs;
    }

    private IntBuffer load(long place, int count) {
        bytes.clear().limit(count * Integer.BYTES);
        try {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, place * Integer.BYTES + bytes.position()) < 0) {
                    throw new EOFException("the temporary file of symbols was cut off");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return symbols;
    }

    private void writeTail() {
        try {
            for (int at = 0; at < tailLength; at += BUFFER) {
                int part = Math.min(BUFFER, tailLength - at);
                symbols.clear().put(tail, at, part).clear();
                bytes.clear().limit(part * Integer.BYTES);
                while (bytes.hasRemaining()) {
                    file.write(bytes, (inFile + at) * Integer.BYTES + bytes.position());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inFile += tailLength;
        tailLength = 0;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
