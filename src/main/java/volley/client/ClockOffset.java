package volley.client;

import java.util.Locale;

/**
 * How far a server's clock is ahead of this machine's, as far as the {@code Date} header of its answers tells. That has whole
 * seconds, and some servers (uvicorn) renew it once a second only: their clocks seem up to a second less ahead than they are,
 * alike to all who ask at the same time.
 *
 * @param atLeastNs lower bound, ns; negative: behind
 * @param atMostNs upper bound, ns, of the clock that Date shows
 * @param roundTripNs the shortest answer took that long, ns
 * @param answers that had a Date
 */
public record ClockOffset(long atLeastNs, long atMostNs, long roundTripNs, int answers) {
    private static final double NANOS_PER_MILLI = 1e6;

    /** For people, such as {@code 3.1 to 4.0 ms ahead of this machine's}. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "between %.1f and %.1f ms ahead of this machine's, by %d of its Date headers at a round trip of %.1f ms",
                atLeastNs / NANOS_PER_MILLI,
                atMostNs / NANOS_PER_MILLI,
                answers,
                roundTripNs / NANOS_PER_MILLI);
    }
}
