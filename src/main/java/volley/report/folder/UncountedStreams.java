package volley.report.folder;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.ScratchFile;
import volley.metrics.RunAccumulator;
import volley.metrics.TextPieces;

/**
 * Streams whose tokens per event the server did not tell, kept until the run is over: to count an answer of 256 tokens
 * piece by piece takes the tokenizer 0.5 to 2.4 ms, and would take the processor from what is measured. They wait in a file
 * that nobody sees and that goes with the process.
 */
final class UncountedStreams implements Closeable {
    /** Some tens of seconds of counting. Of more streams every second is taken, or every third ... */
    static final int MAX_COUNTED = 20_000;

    private static final int BUFFER_BYTES = 1 << 16;

    private static final Logger LOG = LoggerFactory.getLogger(UncountedStreams.class);

    private final FileChannel file;
    private final DataOutputStream out;
    private long kept;
    private boolean failed;

    UncountedStreams(Path folder) throws IOException {
        file = ScratchFile.in(folder, "uncounted", ".streams");
        out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), BUFFER_BYTES));
    }

    /** Keeps a stream; after a failure of the file, which costs the ITL of these streams only, none. */
    void keep(TextPieces stream) {
        if (!failed) {
            try {
                write(stream);
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    /** Ends the file, and has the tokens of its streams counted. What fails stays excluded from ITL. */
    void countInto(RunAccumulator accumulator) {
        if (!failed) {
            try (this) {
                forEach(MAX_COUNTED, accumulator::acceptRetokenized);
            } catch (IOException e) {
                fail(e);
            }
        }
    }

    private void fail(IOException e) {
        LOG.warn("tokens per event could not be counted for ITL", e);
        failed = true;
    }

    private void write(TextPieces stream) throws IOException {
        out.writeLong(stream.outputTokens());
        out.writeInt(stream.answer().length);
        out.write(stream.answer());
        out.writeInt(stream.timesNs().length);
        for (int i = 0; i < stream.timesNs().length; i++) {
            out.writeLong(stream.timesNs()[i]);
            out.writeInt(stream.textBytes()[i]);
        }
        kept++;
    }

    /**
     * Reads the streams back, evenly spread over the run where they are too many.
     *
     * @param most how many to show, at least 1
     */
    void forEach(int most, Consumer<TextPieces> reader) throws IOException {
        out.flush();
        file.position(0);
        DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), BUFFER_BYTES));
        long step = (kept + most - 1) / most;
        for (long i = 0; i < kept; i++) {
            TextPieces stream = read(in);
            if (i % step == 0) {
                reader.accept(stream);
            }
        }
    }

    private static TextPieces read(DataInputStream in) throws IOException {
        long outputTokens = in.readLong();
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        int events = in.readInt();
        long[] timesNs = new long[events];
        int[] textBytes = new int[events];
        for (int i = 0; i < events; i++) {
            timesNs[i] = in.readLong();
            textBytes[i] = in.readInt();
        }
        return new TextPieces(timesNs, textBytes, answer, outputTokens);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
