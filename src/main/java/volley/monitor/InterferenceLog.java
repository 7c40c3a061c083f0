package volley.monitor;

import java.util.ArrayList;
import java.util.List;
import volley.monitor.Interference.Kind;

/** The disturbances above a threshold, in the order they were found. Bounded; thread-safe. */
final class InterferenceLog {
    /** An hour of one every 36 ms. */
    private static final int MOST = 100_000;

    private final long thresholdNs;
    private final List<Interference> found = new ArrayList<>();
    private long left;

    /** @param thresholdNs shorter ones are not kept */
    InterferenceLog(long thresholdNs) {
        this.thresholdNs = thresholdNs;
    }

    synchronized void add(Kind kind, long fromNs, long toNs) {
        if (toNs - fromNs < thresholdNs) {
            return;
        }
        if (found.size() < MOST) {
            found.add(new Interference(kind, fromNs, toNs));
        } else {
            left++;
        }
    }

    synchronized List<Interference> found() {
        return List.copyOf(found);
    }

    /** Those found after the first {@code known}. */
    synchronized List<Interference> foundAfter(int known) {
        return List.copyOf(found.subList(known, found.size()));
    }

    /** How many had no room any more. */
    synchronized long left() {
        return left;
    }
}
