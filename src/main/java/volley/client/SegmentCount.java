package volley.client;

import volley.os.TcpCounts;

/**
 * How many segments may have brought what is read of a connection, at most. Once the server knows that bytes were received (on
 * loopback 40 ms later at the latest, on a network at once), Linux lays the next segment together with them, under the later
 * time. So events of one time were received together only if no more segments came than times were told.
 *
 * <p>The operating system counts segments since the connection began. It is not asked at each read: one that came behind an
 * empty socket had a segment of its own, at least. Used by one event loop.
 */
final class SegmentCount {
    private final TcpCounts counts;
    private final int socket;
    private long readBytes;
    private int segmentsBefore;
    private int readsSince;
    private boolean wasEmptied = true;
    private boolean isCounted;

    SegmentCount(TcpCounts counts, int socket) {
        this.counts = counts;
        this.socket = socket;
    }

    /**
     * How many segments may have brought the bytes that are about to be read, at most.
     *
     * @param bytes that wait, all of them
     */
    int most(int bytes) {
        isCounted = counts.ask(socket) && counts.receivedBytes() == readBytes + bytes;
        if (!isCounted) {
            // More has come since, or a read was not told of.
            return Integer.MAX_VALUE;
        }
        int segments = counts.dataSegments() - segmentsBefore - readsSince;
        segmentsBefore = counts.dataSegments();
        readsSince = 0;
        return segments;
    }

    /**
     * The connection was read.
     *
     * @param all whether nothing was left that had come before the read
     */
    void read(int bytes, boolean all) {
        readBytes += bytes;
        if (wasEmptied && !isCounted) {
            readsSince++;
        }
        wasEmptied = all;
        isCounted = false;
    }
}
