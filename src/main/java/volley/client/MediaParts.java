package volley.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Content parts of a message that stand before its text, such as images: JSON objects with commas between them. They
 * stay in their file, mapped to memory, so that thousands of megabytes in flight cost no heap. Immutable.
 */
public final class MediaParts {
    private final MappedByteBuffer mapped;

    private MediaParts(MappedByteBuffer mapped) {
        this.mapped = mapped;
    }

    /**
     * Maps the file, which must not change from then on.
     *
     * @throws IOException if it cannot be read, or has 2 GiB or more
     */
    public static MediaParts in(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            if (size > Integer.MAX_VALUE) {
                throw new IOException(file + " is too large for one request");
            }
            return new MediaParts(channel.map(FileChannel.MapMode.READ_ONLY, 0, size));
        }
    }

    /** Reads it from disk if need be, so that sending it does not wait for the disk. Not for event loops. */
    public void load() {
        mapped.load();
    }

    /** Length in bytes, as it goes over the wire. */
    public int byteLength() {
        return mapped.capacity();
    }

    /** Copies the bytes to {@code target} from {@code offset} on and returns the offset behind them. */
    int copyTo(byte[] target, int offset) {
        mapped.duplicate().get(0, target, offset, mapped.capacity());
        return offset + mapped.capacity();
    }

    /** The mapped bytes, not copied. */
    ByteBuf buffer() {
        return Unpooled.wrappedBuffer(mapped.duplicate());
    }
}
