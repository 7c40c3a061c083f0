package volley.client;

import volley.os.SegmentTimes;

/**
 * Lays what was read of a connection on the segments that brought it, each with its time, by TCP's sequence numbers: the first
 * segment after this was made begins where reading begins. Used by one event loop.
 */
final class SegmentReads {
    /** One may be overwritten while they are looked at. */
    private static final int KEPT = SegmentTimes.ENTRIES - 1;

    private final SegmentTimes times;
    private final int port;
    private final int peerPort;
    private long next;
    private boolean begun;
    /** Whether segments that brought what is to be read next were overwritten. */
    private boolean overtaken;

    /** Of the first byte that was not read. */
    private int sequence;

    /**
     * Of a connection that has the times' program, and of which nothing was received before it had.
     *
     * @param port the connection's own
     * @param peerPort the server's
     */
    SegmentReads(SegmentTimes times, int port, int peerPort) {
        this.times = times;
        this.port = port;
        this.peerPort = peerPort;
        next = times.count(port);
    }

    /**
     * Bytes were read.
     *
     * @param arrivals takes a piece for each segment of which some were, and one for all that were overwritten; it is empty
     * @return false if it is not known which these are: then no later bytes are known either
     */
    boolean read(int bytes, Arrivals arrivals) {
        long count = times.count(port);
        if (count - next > KEPT) {
            next = count - KEPT;
            overtaken = begun;
        }
        long first = next;
        int end = 0;
        for (; next < count && end < bytes; next++) {
            if (times.peerPort(port, next) != peerPort) {
                continue;
            }
            if (!begun) {
                begun = true;
                sequence = times.sequence(port, next);
            }
            int from = times.sequence(port, next) - sequence;
            int to = from + times.length(port, next);
            if (from > end) {
                if (!overtaken) {
                    // It came before its turn: the bytes before it came later.
                    return false;
                }
                end = Math.min(from, bytes);
                arrivals.addUnknown(end, times.timeNs(port, next));
            }
            if (to > end && end < bytes) {
                overtaken = false;
                end = Math.min(to, bytes);
                arrivals.add(end, times.timeNs(port, next));
            }
            if (to > bytes) {
                break;
            }
        }
        sequence += bytes;
        arrivals.areTogether();
        return begun && end == bytes && times.count(port) - first <= SegmentTimes.ENTRIES;
    }
}
