package volley.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** Parses each event of an answer once with Jackson and stamps its token when it is read: what is bare but not blind. */
final class TokenTimes implements BareClient.Reader {
    private static final int PREFIX_BYTES = "data: ".length();
    private static final JsonFactory JSON = new JsonFactory();

    /** Times of all connections of one event loop, ns. */
    record Histograms(Histogram firstToken, Histogram gaps) {
        Histograms() {
            this(new Histogram(3), new Histogram(3));
        }

        void reset() {
            firstToken.reset();
            gaps.reset();
        }
    }

    private final Histograms times;
    private byte[] line = new byte[1024];
    private int length;
    private long sentNs;
    private long lastTokenNs;

    TokenTimes(Histograms times) {
        this.times = times;
    }

    @Override
    public void sent(long nowNs) {
        sentNs = nowNs;
        lastTokenNs = 0;
        length = 0;
    }

    @Override
    public void read(ByteBuf bytes) {
        long nowNs = System.nanoTime();
        while (bytes.isReadable()) {
            int toLineEnd = bytes.bytesBefore((byte) '\n');
            int count = toLineEnd < 0 ? bytes.readableBytes() : toLineEnd;
            if (length + count > line.length) {
                line = Arrays.copyOf(line, 2 * (length + count));
            }
            bytes.readBytes(line, length, count);
            length += count;
            if (toLineEnd >= 0) {
                bytes.skipBytes(1);
                if (length > PREFIX_BYTES && line[PREFIX_BYTES] == '{' && hasText()) {
                    token(nowNs);
                }
                length = 0;
            }
        }
    }

    private boolean hasText() {
        boolean found = false;
        try (JsonParser event = JSON.createParser(line, PREFIX_BYTES, length - PREFIX_BYTES)) {
            for (JsonToken token = event.nextToken(); token != null; token = event.nextToken()) {
                if (token == JsonToken.VALUE_STRING && "content".equals(event.currentName())) {
                    found |= !event.getText().isEmpty();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private void token(long nowNs) {
        if (lastTokenNs == 0) {
            times.firstToken().recordValue(nowNs - sentNs);
        } else {
            times.gaps().recordValue(nowNs - lastTokenNs);
        }
        lastTokenNs = nowNs;
    }

    @Override
    public void ended() {
        if (lastTokenNs == 0) {
            throw new IllegalStateException("an answer without tokens");
        }
    }
}
