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
import java.util.Set;

/**
 * A growing sequence of ints in a temporary file: hundreds of millions of token ids cost no memory of the process. It is
 * read and written, not mapped: pages of a mapped file count as the process's memory. The file goes away when it is
 * closed.
 */
final class SymbolFile implements Closeable {
    private static final int BUFFER = 1 << 14;

    private final FileChannel file;
    private final ByteBuffer readBytes = buffer();
    private final IntBuffer read = readBytes.asIntBuffer();
    private final ByteBuffer tailBytes = buffer();
    /** The end of the sequence, which is not in the file yet. */
    private final IntBuffer tail = tailBytes.asIntBuffer();

    private long inFile;

    /** @throws UncheckedIOException if no file can be made in the folder for temporary files */
    SymbolFile() {
        try {
            Path path = Files.createTempFile("volley-prefix", ".ints");
            file = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocateDirect(BUFFER * Integer.BYTES).order(ByteOrder.nativeOrder());
    }

    /** Appends {@code values[from..to)} and returns the place of the first. */
    long append(int[] values, int from, int to) {
        long start = inFile + tail.position();
        int at = from;
        while (at < to) {
            int part = Math.min(to - at, tail.remaining());
            tail.put(values, at, part);
            at += part;
            if (!tail.hasRemaining()) {
                writeTail();
            }
        }
        return start;
    }

    int get(long place) {
        return place >= inFile
                ? tail.get((int) (place - inFile))
                : load(place, 1).get(0);
    }

    /** How many values from {@code place} on, of at most {@code length}, equal those of {@code values} from {@code from} on. */
    int equalRun(long place, int[] values, int from, int length) {
        int equal = 0;
        while (equal < length) {
            long at = place + equal;
            boolean written = at < inFile;
            int part = (int) Math.min(Math.min(length - equal, BUFFER), written ? inFile - at : Long.MAX_VALUE);
            IntBuffer held = written ? load(at, part) : tail;
            int offset = written ? 0 : (int) (at - inFile);
            for (int i = 0; i < part; i++) {
                if (held.get(offset + i) != values[from + equal]) {
                    return equal;
                }
                equal++;
            }
        }
        return equal;
    }

    private IntBuffer load(long place, int count) {
        readBytes.clear().limit(count * Integer.BYTES);
        try {
            while (readBytes.hasRemaining()) {
                if (file.read(readBytes, place * Integer.BYTES + readBytes.position()) < 0) {
                    throw new EOFException("the temporary file of symbols was cut off");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    private void writeTail() {
        tailBytes.clear();
        try {
            while (tailBytes.hasRemaining()) {
                file.write(tailBytes, inFile * Integer.BYTES + tailBytes.position());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        inFile += BUFFER;
        tail.clear();
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
