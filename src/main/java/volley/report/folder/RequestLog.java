package volley.report.folder;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;

/**
 * {@code requests.jsonl}: one line per planned turn in the order they ended, those never sent included. What it
 * has is {@link RequestLine}. {@link #flush()} hands what was written to the operating system: killing
 * this process loses nothing written before.
 */
public final class RequestLog implements Closeable {
    public static final String FILE_NAME = "requests.jsonl";

    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    private final JsonGenerator json;
    private final RequestLine line;

    /**
     * Opens the file.
     *
     * @param runStartNs {@code System.nanoTime()} that the times of the file count from
     * @param before what is done before anything of the file is handed to the operating system
     */
    RequestLog(Path folder, long runStartNs, Runnable before) throws IOException {
        FileChannel file = FileChannel.open(
                folder.resolve(FILE_NAME),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
        lock(file);
        OutputStream out = new FilterOutputStream(Channels.newOutputStream(file)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                before.run();
                out.write(bytes, from, length);
            }
        };
        this.json = new JsonFactoryBuilder()
                .rootValueSeparator((String) null)
                .build()
                .createGenerator(out, JsonEncoding.UTF8);
        this.line = new RequestLine(json, runStartNs);
    }

    /** The system lets go of it when the file is closed, or with the process; where there are no locks, there is none. */
    private static void lock(FileChannel file) {
        try {
            file.tryLock();
        } catch (IOException | OverlappingFileLockException e) {
            LOG.debug("{} is not locked", FILE_NAME, e);
        }
    }

    /** Whether a run is still writing to the folder, as far as its lock tells. */
    public static boolean isBeingWritten(Path folder) throws IOException {
        try (FileChannel file = FileChannel.open(folder.resolve(FILE_NAME), StandardOpenOption.WRITE);
                FileLock free = file.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    void write(TurnRecord turn, RequestFigures figures) throws IOException {
        line.write(turn, figures);
    }

    void flush() throws IOException {
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
