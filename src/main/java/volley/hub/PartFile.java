package volley.hub;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import volley.hub.FetchFailure.Kind;

/** What is there of a file that is being fetched: {@code <name>.part} beside it, which one process at a time writes. */
final class PartFile implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private PartFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /** @throws FetchFailure if it cannot be written, or another process writes it */
    static PartFile of(Path target) throws FetchFailure {
        Path path = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            // Who waited for the lock of a file that has its final name since must not write to that.
            if (isOthers(channel) || !Files.exists(path)) {
                channel.close();
                throw new FetchFailure(
                        Kind.LOCAL, "is being fetched by another process, to " + path + "; wait for that one");
            }
            return new PartFile(path, channel);
        } catch (FetchFailure e) {
            throw e;
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    private static boolean isOthers(FileChannel channel) {
        try {
            FileLock lock = channel.tryLock();
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false; // a file system without locks
        }
    }

    long sizeBytes() throws FetchFailure {
        try {
            return channel.size();
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    void clear() throws FetchFailure {
        try {
            channel.truncate(0);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /** Appends the first bytes of the buffer. */
    void append(byte[] buffer, int lengthBytes) throws FetchFailure {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, lengthBytes);
            channel.position(channel.size());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /** In lower-case hex. */
    String sha256() throws FetchFailure {
        try {
            return Sha256.of(path);
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    /** Gives it its name. */
    void become(Path target) throws FetchFailure {
        try {
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    /** Leaves it to be continued, if there is anything to continue. */
    @Override
    public void close() {
        try (channel) {
            if (channel.size() == 0) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            // an empty file that stays does no harm
        }
    }

    private static FetchFailure unwritable(Path path, IOException e) {
        String reason = Optional.ofNullable(e.getMessage())
                .filter(message -> !message.equals(path.toString()))
                .orElse(e.getClass().getSimpleName());
        return new FetchFailure(Kind.LOCAL, "cannot be written to " + path + " (" + reason + ")", e);
    }
}
