package volley.prefix;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A growing sequence of ints in a temporary file that is mapped into memory: hundreds of millions of token ids cost no
 * heap. The file goes away when it is closed.
 */
final class SymbolFile implements Closeable {
    private static final int CHUNK = 1 << 20;

    private final FileChannel file;
    private final List<IntBuffer> chunks = new ArrayList<>();
    private long size;

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

    /** Appends {@code values[from..to)} and returns the place of the first. */
    long append(int[] values, int from, int to) {
        long start = size;
        int at = from;
        while (at < to) {
            int offset = (int) (size % CHUNK);
            int part = Math.min(to - at, CHUNK - offset);
            chunk(size).put(offset, values, at, part);
            at += part;
            size += part;
        }
        return start;
    }

    int get(long place) {
        return chunk(place).get((int) (place % CHUNK));
    }

    /** How many values from {@code place} on, of at most {@code length}, equal those of {@code values} from {@code from} on. */
    int equalRun(long place, int[] values, int from, int length) {
        int equal = 0;
        while (equal < length) {
            IntBuffer chunk = chunk(place + equal);
            int offset = (int) ((place + equal) % CHUNK);
            int end = Math.min(length - equal, CHUNK - offset);
            for (int i = 0; i < end; i++) {
                if (chunk.get(offset + i) != values[from + equal]) {
                    return equal;
                }
                equal++;
            }
        }
        return equal;
    }

    private IntBuffer chunk(long place) {
        int index = (int) (place / CHUNK);
        if (index == chunks.size()) {
            try {
                long bytes = (long) CHUNK * Integer.BYTES;
                chunks.add(file.map(FileChannel.MapMode.READ_WRITE, index * bytes, bytes)
                        .order(ByteOrder.nativeOrder())
                        .asIntBuffer());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return chunks.get(index);
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
