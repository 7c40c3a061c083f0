package volley.config;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Files for what has no room in the heap: empty at first, of this process alone, and gone when they are closed or it ends. */
public final class ScratchFile {
    private ScratchFile() {}

    /**
     * Makes one in a folder, for reading and writing.
     *
     * @param name what its name begins with
     * @param suffix of its name
     */
    public static FileChannel in(Path folder, String name, String suffix) throws IOException {
        return open(Files.createTempFile(folder, name, suffix));
    }

    /** As the other, in the folder for temporary files. */
    public static FileChannel inTemporaryFolder(String name, String suffix) throws IOException {
        return open(Files.createTempFile(name, suffix));
    }

    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(
                path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
    }

    /** Writes all of the bytes from a place on. */
    public static void write(FileChannel file, byte[] bytes, int length, long atByte) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes, 0, length);
        while (left.hasRemaining()) {
            file.write(left, atByte + left.position());
        }
    }

    /**
     * Reads so many bytes from a place on.
     *
     * @throws EOFException if there are fewer
     */
    public static byte[] read(FileChannel file, long atByte, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, atByte + bytes.position()) < 0) {
                throw new EOFException("it was cut off");
            }
        }
        return bytes.array();
    }
}
