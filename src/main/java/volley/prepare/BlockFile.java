package volley.prepare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import volley.config.ScratchFile;

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
        return new BlockFile(ScratchFile.inTemporaryFolder("volley-prompts", ".json"), mostReadBytes);
    }

    /** Moves a full block to the file. If it cannot be written, it stays in memory. */
    synchronized void take(TextBlock block) throws IOException {
        ScratchFile.write(channel, block.bytes(), block.lengthBytes(), endBytes);
        block.movedTo(this, endBytes);
        endBytes += block.lengthBytes();
    }

    /** Its texts, which stay in memory until enough others are read. */
    synchronized byte[] read(TextBlock block) {
        byte[] there = block.bytes();
        if (there != null) {
            return there;
        }
        byte[] bytes;
        try {
            bytes = ScratchFile.read(channel, block.atByte(), block.lengthBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary file of the prompts cannot be read: " + e.getMessage(), e);
        }
        block.bytes(bytes);
        read.addLast(block);
        readBytes += block.lengthBytes();
        while (readBytes > mostReadBytes && read.size() > 1) {
            TextBlock oldest = read.removeFirst();
            oldest.bytes(null);
            readBytes -= oldest.lengthBytes();
        }
        return bytes;
    }
}
