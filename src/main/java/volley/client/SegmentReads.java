package volley.client;

import volley.os.SegmentTimes;

/**
 * Lays what was read of a connection on the segments that brought it, each with its time, by TCP's sequence numbers: the first
 * segment after this was made begins where reading begins. Used by one event loop.
 */
final class SegmentReads {
    private final SegmentTimes times;
    private final int port;
    private long next;
    private boolean begun;
    /** Of the first byte that was not read. */
    private int sequence;

    /**
     * Of a connection that has the times' program, and of which nothing was received before it had.
     *
     * @param port the connection's own
     */
    SegmentReads(SegmentTimes times, int port) {
        this.times = times;
        this.port = port;
        next = times.count(port);
    }

    /**
     * Bytes were read.
     *
     * @param arrivals takes a piece for each segment of which some were; it is empty, and stays so if it is not known which
     */
    void read(int bytes, Arrivals arrivals) {
        long count = times.count(port);
        boolean inTurn = true;
        boolean lost = count - next > SegmentTimes.ENTRIES;
        next = lost ? count - SegmentTimes.ENTRIES : next;
        if (!begun && !lost && next < count) {
            begun = true;
            sequence = times.sequence(port, next);
        }
        long first = next;
        int end = 0;
        while (begun && end < bytes && next < count) {
            int start = times.sequence(port, next) - sequence;
            int length = times.length(port, next);
            inTurn &= lost || start <= end;
            if (start + length > end) {
                end = Math.min(bytes, start + length);
                arrivals.add(end, times.timeNs(port, next));
            }
            if (start + length > bytes) {
                break;
            }
            next++;
        }
        sequence += bytes;
        if (end < bytes || !inTurn || times.count(port) - first > SegmentTimes.ENTRIES) {
            // Not all of it was noted, or segments came before their turn, or were overwritten just now.
            arrivals.clear();
        } else if (!lost) {
            arrivals.areTogether();
        }
    }
}
