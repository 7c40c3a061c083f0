package volley.client;

import java.util.Arrays;
import volley.os.ReceiveTimes;

/**
 * Finds out, before a connection is read, when each of several events that wait in its socket was received. Linux keeps what
 * it received by segments, each with its time, and tells the time of the segment in which a read would end: it is asked about
 * reads that end where events do, as few of them as a search by halves needs.
 *
 * <p>Used by one event loop, for all of its connections.
 */
final class SegmentFinder {
    private final ReceiveTimes times;
    private final EventEnds ends = new EventEnds();
    private int socket;
    private long[] noted = new long[16];
    private long[] timesNs = new long[16];
    private boolean shared;

    SegmentFinder(ReceiveTimes times) {
        this.times = times;
    }

    /**
     * Looks at what is about to be read.
     *
     * @param bytes how many {@link ReceiveTimes#ask} has just told of
     * @param lastNs the time that it told
     * @param arrivals takes a piece for each time that bytes have; it is empty
     */
    void find(int descriptor, int bytes, long lastNs, Arrivals arrivals) {
        socket = descriptor;
        shared = false;
        long lastNoted = times.noted();
        ends.find(times.look(socket, bytes));
        int points = ends.size();
        boolean more = points == 0 || ends.end(points - 1) < bytes;
        if (!more) {
            points--;
        }
        // The points before the last byte; that is the last one.
        makeRoom(points + 1);
        noted[points] = lastNoted;
        timesNs[points] = lastNs;
        if (points > 0) {
            ask(0);
            between(0, points);
        }
        int inPiece = 0;
        for (int i = 0; i <= points; i++) {
            boolean event = i < points ? i > 0 || !ends.beginWithHead() : !more;
            inPiece += event ? 1 : 0;
            if (i == points || noted[i] != noted[i + 1]) {
                arrivals.add(i == points ? bytes : ends.end(i), timesNs[i]);
                shared |= inPiece > 1;
                inPiece = 0;
            }
        }
    }

    private void makeRoom(int points) {
        if (noted.length < points) {
            noted = Arrays.copyOf(noted, 2 * points);
            timesNs = Arrays.copyOf(timesNs, 2 * points);
        }
    }

    private void ask(int point) {
        timesNs[point] = times.ask(socket, ends.end(point));
        noted[point] = times.noted();
    }

    /** What lies between two points of one time has that time. */
    private void between(int from, int to) {
        if (noted[from] == noted[to]) {
            Arrays.fill(noted, from, to, noted[to]);
            Arrays.fill(timesNs, from, to, timesNs[to]);
        } else if (to - from > 1) {
            int middle = (from + to) / 2;
            ask(middle);
            between(from, middle);
            between(middle, to);
        }
    }

    /** How many events the last bytes ended, the head of an answer included. */
    int events() {
        return ends.size();
    }

    /** Bytes from the first of their ends to the last. */
    int span() {
        return ends.size() == 0 ? 0 : ends.end(ends.size() - 1) - ends.end(0);
    }

    /** Whether several of them have one time. */
    boolean isShared() {
        return shared;
    }
}
