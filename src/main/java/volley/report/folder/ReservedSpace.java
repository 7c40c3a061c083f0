package volley.report.folder;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.BadInputException;
import volley.config.IoReason;

/**
 * Room on the disk for the files that say how a run ended, if the disk is full by then: a file that gives it back when it is
 * closed, and with the process, however that ends.
 */
public final class ReservedSpace implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(ReservedSpace.class);
    private static final String NAME = ".reserved-for-results";

    /** Summary, JUnit file and the last gaps of most runs. */
    private static final int BYTES = 256 << 10;

    private final FileChannel file;

    private ReservedSpace(FileChannel file) {
        this.file = file;
    }

    /** @throws BadInputException if the disk has no such room */
    public static ReservedSpace in(Path folder) {
        FileChannel file = null;
        try {
            file = FileChannel.open(
                    folder.resolve(NAME),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
            ByteBuffer zeros = ByteBuffer.allocate(BYTES);
            while (zeros.hasRemaining()) {
                file.write(zeros);
            }
            return new ReservedSpace(file);
        } catch (IOException e) {
            close(file);
            throw new BadInputException("results cannot be written to " + folder + " (" + IoReason.of(e)
                    + "); make room there or choose another folder");
        }
    }

    /** Gives it back. */
    @Override
    public void close() {
        close(file);
    }

    private static void close(FileChannel file) {
        if (file != null) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.debug("reserved space is given back with the process", e);
            }
        }
    }
}
