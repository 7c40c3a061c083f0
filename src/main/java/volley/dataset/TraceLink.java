package volley.dataset;

/**
 * What a trace tells of the order of a session's requests.
 *
 * @param after which requests' answers it waits for, by their places in the file from 0; null: as those of its session
 *     come in time, each waits for the one before
 * @param thinkMs from the last of these answers until it comes, ms; NaN: not told
 * @param endMs when its own answer was complete, on the clock of the requests' times, ms; NaN: not told
 */
@SuppressWarnings("ArrayRecordComponent") // one of each of a million requests; never compared
public record TraceLink(int[] after, double thinkMs, double endMs) {
    /** Nothing is told. */
    public static final TraceLink UNTOLD = new TraceLink(null, Double.NaN, Double.NaN);

    static TraceLink ended(double endMs) {
        return new TraceLink(null, Double.NaN, endMs);
    }

    static TraceLink thought(double thinkMs) {
        return new TraceLink(null, thinkMs, Double.NaN);
    }
}
