package volley.report.folder;

import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * A random sample of the answers of a run: the first ones in a {@link RandomOrder} of all, until their number or their bytes
 * are too many. So whoever reads the file of the answers, also after a kill, has the same sample. To be counted when the run is
 * over, it must not grow with the run.
 */
public final class AnswerSample {
    /** Of a run with no more answers the sample has all. */
    public static final int MOST_ANSWERS = 2_000;

    private static final long MOST_BYTES = 8L << 20;

    private final int mostAnswers;
    private final long mostBytes;
    private final TreeMap<Long, Place> byRandomPlace = new TreeMap<>();
    private long bytes;
    private long seen;
    /** Nothing from here on is in the sample any more, also where an answer that is left out made room. */
    private long endPlace = Long.MAX_VALUE;

    /**
     * A line of the file.
     *
     * @param startByte where it begins
     * @param bytes without its end
     */
    record Place(long startByte, int bytes) {}

    public AnswerSample() {
        this(MOST_ANSWERS, MOST_BYTES);
    }

    /**
     * @param mostAnswers at least 1
     * @param mostBytes of all lines together, unless a single one has more
     */
    AnswerSample(int mostAnswers, long mostBytes) {
        this.mostAnswers = mostAnswers;
        this.mostBytes = mostBytes;
    }

    /**
     * Sees an answer.
     *
     * @param order of its request, which no other answer has
     */
    void see(int order, long startByte, int lineBytes) {
        seen++;
        long randomPlace = RandomOrder.place(order);
        if (randomPlace >= endPlace) {
            return;
        }
        byRandomPlace.put(randomPlace, new Place(startByte, lineBytes));
        bytes += lineBytes;
        while (byRandomPlace.size() > mostAnswers || (bytes > mostBytes && byRandomPlace.size() > 1)) {
            endPlace = byRandomPlace.lastKey();
            bytes -= byRandomPlace.pollLastEntry().getValue().bytes();
        }
    }

    /** Answers seen so far. */
    long seen() {
        return seen;
    }

    /** Where the sample is, in the order of the file. */
    List<Place> places() {
        return byRandomPlace.values().stream()
                .sorted(Comparator.comparingLong(Place::startByte))
                .toList();
    }
}
