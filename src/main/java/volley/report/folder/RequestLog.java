package volley.report.folder;

import java.io.Closeable;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;
import volley.report.json.JsonLineWriter;

/**
 * {@code requests.jsonl}: one line per planned turn in the order they ended, those never sent included. What it
 * has is {@link RequestLine}. {@link #flush()} hands what was written to the operating system: killing
 * this process loses nothing written before.
 */
public final class RequestLog implements Closeable {
    public static final String FILE_NAME = "requests.jsonl";

    private final JsonLineWriter json;
    private final RequestLine line;

    /**
     * Writes into the claimed file.
     *
     * @param file empty
     * @param runStartNs {@code System.nanoTime()} that the times of the file count from
     * @param before what is done before anything of the file is handed to the operating system
     */
    RequestLog(FileChannel file, long runStartNs, Runnable before) {
        OutputStream out = new FilterOutputStream(Channels.newOutputStream(file)) {
            @Override
            public void write(byte[] bytes, int from, int length) throws IOException {
                before.run();
                out.write(bytes, from, length);
            }
        };
        this.json = new JsonLineWriter(out);
        this.line = new RequestLine(json, runStartNs);
    }

    /** As of {@link RequestLine#countsComeLater}. */
    void countsComeLater() {
        line.countsComeLater();
    }

    /** Returns where there is room for a count, as of {@link RequestLine#write}. */
    long write(TurnRecord turn, RequestFigures figures) throws IOException {
        return line.write(turn, figures);
    }

    void flush() throws IOException {
        json.flush();
    }

    @Override
    public void close() throws IOException {
        json.close();
    }
}
