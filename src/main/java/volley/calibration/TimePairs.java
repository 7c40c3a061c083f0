package volley.calibration;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;
import volley.client.EventLog;
import volley.client.Outcome;
import volley.metrics.TurnRecord;

/**
 * Lays the client's times of each request beside the server's. All errors are absolute differences of durations:
 *
 * <ul>
 *   <li>{@code ttft}: (first token seen - handed to the connection pool) against (first token written - request read)
 *   <li>{@code itl}: the gap between two tokens as seen against the same gap as written
 *   <li>{@code e2e_latency}: as ttft, for the last token
 * </ul>
 *
 * What loopback and the server's reading take is in them: they are upper bounds of the client's part. The client's
 * requests come first, the server's after the run. Not thread-safe.
 */
public final class TimePairs {
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_SECOND = 1e9;

    private final String simulation;
    private final Map<Long, Seen> seen = new HashMap<>();
    private final Map<String, Histogram> errorsNs = new LinkedHashMap<>();
    private long pairs;
    private long unpaired;
    private long tokens;
    private double inFlightNs;
    private long firstSentNs = Long.MAX_VALUE;
    private long lastTokenNs = Long.MIN_VALUE;

    /** @param simulation class of the simulation whose plan is played */
    public TimePairs(String simulation) {
        this.simulation = simulation;
        Calibration.METRICS.forEach(metric -> errorsNs.put(metric, new Histogram(3)));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Seen(long sentNs, long[] tokenNs) {}

    /** Takes the client's side of a turn; turns that failed have none. */
    public void seen(TurnRecord turn) {
        if (turn.outcome() == Outcome.OK) {
            seen.put(
                    key(turn.conversation(), turn.turn()),
                    new Seen(
                            turn.exchange().sentNs(), tokenTimes(turn.exchange().events())));
        }
    }

    private static long[] tokenTimes(EventLog events) {
        long[] times = new long[events.size()];
        int count = 0;
        for (int i = 0; i < events.size(); i++) {
            if (events.kind(i).bearsTokens()) {
                times[count++] = events.timeNs(i);
            }
        }
        return Arrays.copyOf(times, count);
    }

    /** Takes the server's side of a turn and compares. */
    void served(ServedTimes served) {
        Seen client = seen.remove(key(served.tag(), served.turn()));
        int count = served.tokenSentNs().length;
        if (client == null || count == 0 || client.tokenNs().length != count) {
            unpaired++;
            return;
        }
        pairs++;
        long[] seenNs = client.tokenNs();
        long[] writtenNs = served.tokenSentNs();
        error("ttft", seenNs[0] - client.sentNs(), writtenNs[0] - served.receivedNs());
        for (int i = 1; i < count; i++) {
            error("itl", seenNs[i] - seenNs[i - 1], writtenNs[i] - writtenNs[i - 1]);
        }
        error("e2e_latency", seenNs[count - 1] - client.sentNs(), writtenNs[count - 1] - served.receivedNs());
        tokens += count;
        inFlightNs += seenNs[count - 1] - client.sentNs();
        firstSentNs = Math.min(firstSentNs, client.sentNs());
        lastTokenNs = Math.max(lastTokenNs, seenNs[count - 1]);
    }

    private void error(String metric, long clientNs, long serverNs) {
        errorsNs.get(metric).recordValue(Math.abs(clientNs - serverNs));
    }

    /**
     * The errors of all requests taken from both sides.
     *
     * @param source where they will stand
     * @throws IllegalStateException if there is no such request
     */
    Calibration calibration(String source) {
        if (pairs == 0) {
            throw new IllegalStateException("no request was seen whole by both the client and the server");
        }
        double seconds = Math.max(1, lastTokenNs - firstSentNs) / NS_PER_SECOND;
        Map<String, ClientError> errors = new LinkedHashMap<>();
        errorsNs.forEach((metric, histogram) -> {
            if (histogram.getTotalCount() > 0) {
                errors.put(
                        metric,
                        new ClientError(
                                histogram.getTotalCount(),
                                histogram.getValueAtPercentile(50) / NS_PER_MS,
                                histogram.getValueAtPercentile(99) / NS_PER_MS,
                                histogram.getMaxValue() / NS_PER_MS));
            }
        });
        return new Calibration(
                source,
                simulation,
                pairs,
                unpaired + seen.size(),
                new PlayedLoad(pairs / seconds, tokens / seconds, inFlightNs / NS_PER_SECOND / seconds),
                errors);
    }

    private static long key(int conversation, int turn) {
        return (long) conversation << 32 | turn;
    }
}
