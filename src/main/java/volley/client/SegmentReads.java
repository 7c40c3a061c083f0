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
        times.begin(port);
    }

    /**
     * Bytes were read.
     *
     * @param arrivals takes a piece for each segment of which some were, and one for all that were overwritten; it is empty.
     *     Where segments were overwritten while they were looked at, nothing is known of these bytes
     * @return false if it is not known which these are: then no later bytes are known either
     */
    boolean read(int bytes, Arrivals arrivals) {
        if (!begun && times.hasFirst(port, peerPort)) {
            begun = true;
            sequence = times.firstSequence(port);
        }
        long count = times.count(port);
        if (count - next > KEPT) {
            next = count - KEPT;
            overtaken = begun;
        }
        long first = next;
        boolean known = lay(bytes, count, arrivals);
        sequence += bytes;
        if (times.count(port) - first <= SegmentTimes.ENTRIES) {
            return known;
        }
        // The server writes faster than this thread looks. Where the next bytes begin is known all the same.
        arrivals.areUnknown();
        overtaken = true;
        return begun;
    }

    private boolean lay(int bytes, long count, Arrivals arrivals) {
        if (!begun) {
            return false;
        }
        int end = 0;
        for (; next < count && end < bytes; next++) {
            if (times.peerPort(port, next) != peerPort) {
                continue;
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
        arrivals.areTogether();
        return end == bytes;
    }
}
