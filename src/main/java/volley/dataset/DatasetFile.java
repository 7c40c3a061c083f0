package volley.dataset;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.zip.GZIPInputStream;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.IoReason;

/**
 * A dataset file as bytes of JSON, whatever its compression. The compression is told by the first bytes: names lie.
 *
 * @param path the file
 * @param compression how its bytes are to be undone
 */
record DatasetFile(Path path, Compression compression) {
    private static final int BUFFER_BYTES = 1 << 16;

    /** What the first bytes say. */
    enum Compression {
        NONE,
        GZIP,
        ZSTD
    }

    static DatasetFile of(Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            // A pipe could be read only once, and a sample needs two looks.
            throw new BadInputException("the dataset " + path + " is a folder, pipe or device;" + " set "
                    + GivenAs.parameter("dataset-path") + " to a regular file (plain, .gz or .zst)");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return new DatasetFile(path, compression(in.readNBytes(4)));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static Compression compression(byte[] head) {
        if (head.length >= 2 && head[0] == (byte) 0x1f && head[1] == (byte) 0x8b) {
            return Compression.GZIP;
        }
        boolean zstd = head.length == 4
                && head[0] == (byte) 0x28
                && head[1] == (byte) 0xb5
                && head[2] == (byte) 0x2f
                && head[3] == (byte) 0xfd;
        return zstd ? Compression.ZSTD : Compression.NONE;
    }

    /** Whether a record can be read at its byte offset. */
    boolean seekable() {
        return compression == Compression.NONE;
    }

    /** What tells one state of the file from another. */
    record State(long sizeBytes, FileTime changed) {}

    State state() {
        try {
            return new State(Files.size(path), Files.getLastModifiedTime(path));
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** The line, from 1, in which that byte of a plain file is. Reads all before it. */
    long lineOf(long byteOffset) {
        long line = 1;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES)) {
            for (long at = 0; at < byteOffset; at++) {
                if (in.read() == '\n') {
                    line++;
                }
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
        return line;
    }

    long sizeBytes() throws IOException {
        return Files.size(path);
    }

    /**
     * The uncompressed bytes from the start.
     *
     * @param progress told of the bytes as they lie in the file
     */
    InputStream open(SlowProgress progress) throws IOException {
        InputStream bytes = new BufferedInputStream(progress.count(Files.newInputStream(path)), BUFFER_BYTES);
        try {
            return switch (compression) {
                case NONE -> bytes;
                case GZIP -> new GZIPInputStream(bytes, BUFFER_BYTES);
                case ZSTD -> new ZstdInputStream(bytes);
            };
        } catch (IOException e) {
            bytes.close();
            throw e;
        }
    }

    /** The one line for a file that is missing, forbidden, cut short or damaged. */
    static BadInputException unreadable(Path path, IOException cause) {
        String what;
        if (cause instanceof NoSuchFileException) {
            what = "does not exist";
        } else if (cause instanceof AccessDeniedException) {
            what = "may not be read by this user";
        } else {
            what = "cannot be read (" + IoReason.of(cause) + ")";
        }
        return new BadInputException(
                "the dataset " + path + " " + what + "; check " + GivenAs.parameter("dataset-path"));
    }
}
