package volley.results;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets runs that are started together get their folders one after the other. Gatling names a folder by the millisecond, and
 * two runs of one millisecond would write into one simulation.log before either could claim it.
 */
public final class StartTurn implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(StartTurn.class);

    /** Getting a folder takes a second or two. Who is held up longer than this goes on: the folder's claim still guards it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration POLL = Duration.ofMillis(5);

    private final FileChannel file;

    private StartTurn(FileChannel file) {
        this.file = file;
    }

    /** Waits until no other process is between its start and its folder. The system ends the turn of one that dies. */
    public static StartTurn await() {
        return await(lockFile(), PATIENCE);
    }

    /** Beside no results: whoever lists them shall see runs only. */
    private static Path lockFile() {
        int results = RunFolder.resultsFolder().toAbsolutePath().normalize().hashCode();
        String name =
                String.format(Locale.ROOT, "volley-%s-%08x.lock", System.getProperty("user.name", "user"), results);
        return Path.of(System.getProperty("java.io.tmpdir"), name.replaceAll("[^\\w.-]", "_"));
    }

    static StartTurn await(Path lockFile, Duration patience) {
        try {
            FileChannel file = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            long endNs = System.nanoTime() + patience.toNanos();
            while (!locked(file) && System.nanoTime() - endNs < 0) {
                Thread.sleep(POLL.toMillis());
            }
            return new StartTurn(file);
        } catch (IOException e) {
            LOG.debug("{} cannot be locked", lockFile, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new StartTurn(null);
    }

    private static boolean locked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** To be called when the folder is there. */
    @Override
    public void close() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LOG.debug("the turn ends with the process", e);
        }
    }
}
