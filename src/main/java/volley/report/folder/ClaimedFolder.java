package volley.report.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.BadInputException;
import volley.config.IoReason;

/**
 * A folder that one run, and nobody else, writes its results to. The lock is on the run's {@code requests.jsonl}, and is
 * taken before anything of a file is changed; the system lets go of it with the process, however that ends.
 */
public final class ClaimedFolder implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimedFolder.class);

    /** Behind any content: where locks keep others from reading, the file can still be read. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path folder;
    private final FileChannel requests;

    private ClaimedFolder(Path folder, FileChannel requests) {
        this.folder = folder;
        this.requests = requests;
    }

    /**
     * Claims a folder for a run that begins.
     *
     * @param folder made if missing
     * @throws BadInputException if another run writes to it or has its results there, or it cannot be written to
     */
    public static ClaimedFolder of(Path folder) {
        try {
            Files.createDirectories(folder);
            ClaimedFolder claimed =
                    locked(folder, folder + " is another run's, which goes on; start this one once more");
            if (claimed.requests.size() > 0) {
                claimed.close();
                throw new BadInputException(folder + " has the results of another run; start this one once more");
            }
            return claimed;
        } catch (IOException e) {
            throw new BadInputException("results cannot be written to " + folder + ": " + IoReason.of(e)
                    + "; make the folder writable or choose another");
        }
    }

    /**
     * Claims the folder of a run that was killed, with all that it left.
     *
     * @throws BadInputException if the run goes on, or somebody else makes its reports
     */
    public static ClaimedFolder ofKilledRun(Path folder) {
        try {
            return locked(folder, folder + " is still being written to; wait until its run has ended");
        } catch (IOException e) {
            throw new BadInputException(
                    folder + " cannot be written to: " + IoReason.of(e) + "; give the folder of a run");
        }
    }

    private static ClaimedFolder locked(Path folder, String refusal) throws IOException {
        FileChannel file = FileChannel.open(
                folder.resolve(RequestLog.FILE_NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean own;
        try {
            own = file.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (OverlappingFileLockException e) {
            own = false;
        } catch (IOException e) {
            // Some file systems have no locks; a name to the millisecond has to do there.
            LOG.debug("{} cannot be locked", folder, e);
            own = true;
        }
        if (!own) {
            file.close();
            throw new BadInputException(refusal);
        }
        return new ClaimedFolder(folder, file);
    }

    /** Whether a run is still writing to the folder, as far as its lock tells. */
    public static boolean isClaimed(Path folder) throws IOException {
        try (FileChannel file = FileChannel.open(folder.resolve(RequestLog.FILE_NAME), StandardOpenOption.WRITE);
                FileLock free = file.tryLock(LOCKED_BYTE, 1, false)) {
            return free == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    public Path folder() {
        return folder;
    }

    /** {@code requests.jsonl}, empty and open for writing. Who closes it lets go of the folder. */
    FileChannel requests() {
        return requests;
    }

    /** Takes away what the claim made, for a run that is refused before anything is written. */
    public void discard() {
        close();
        try {
            Files.deleteIfExists(folder.resolve(RequestLog.FILE_NAME));
            Files.delete(folder);
        } catch (DirectoryNotEmptyException e) {
            // Gatling's own folder
        } catch (IOException e) {
            LOG.debug("{} is left", folder, e);
        }
    }

    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException e) {
            LOG.debug("{} is let go of", folder, e);
        }
    }
}
