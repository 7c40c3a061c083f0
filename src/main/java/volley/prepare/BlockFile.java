package volley.prepare;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Set;

/**
 * Blocks of texts in a temporary file, of which those last read are in memory. The system removes the file when the process
 * ends, however it ends. Thread-safe.
 */
final class BlockFile {
    private final FileChannel channel;
    private final int mostReadBytes;
    private final ArrayDeque<TextBlock> read = new ArrayDeque<>();
    private long readBytes;
    private long endBytes;

    private BlockFile(FileChannel channel, int mostReadBytes) {
        this.channel = channel;
        this.mostReadBytes = mostReadBytes;
    }

    /** @param mostReadBytes of blocks that were read and stay in memory */
    static BlockFile inTemporaryFolder(int mostReadBytes) throws IOException {
        Path path = Files.createTempFile("volley-prompts", ".json");
        return new BlockFile(
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)),
                mostReadBytes);
    }

    /** Moves a full block to the file. If it cannot be written, it stays in memory. */
    synchronized void take(TextBlock block) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(block.bytes(), 0, block.lengthBytes());
        while (bytes.hasRemaining()) {
            channel.write(bytes, endBytes + bytes.position());
        }
        block.movedTo(this, endBytes);
        endBytes += block.lengthBytes();
    }

    /** Its texts, which stay in memory until enough others are read. */
    synchronized byte[] read(TextBlock block) {
        byte[] there = block.bytes();
        if (there != null) {
            return there;
        }
        ByteBuffer bytes = ByteBuffer.allocate(block.lengthBytes());
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, block.atByte() + bytes.position()) < 0) {
                    throw new EOFException("it was cut off");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary file of the prompts cannot be read: " + e.getMessage(), e);
        }
        block.bytes(bytes.array());
        read.addLast(block);
        readBytes += block.lengthBytes();
        while (readBytes > mostReadBytes && read.size() > 1) {
            TextBlock oldest = read.removeFirst();
            oldest.bytes(null);
            readBytes -= oldest.lengthBytes();
        }
        return bytes.array();
    }
}
