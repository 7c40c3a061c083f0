package volley.monitor;

/**
 * One of a run's slowest requests, by one of its times.
 *
 * @param order its place in the order of sending
 * @param figure {@code ttft}, or {@code gap}: the longest between two of its token events
 * @param fromNs when that time began, on the nanosecond clock
 * @param toNs when it ended
 */
public record SlowRequest(int order, int conversation, int turn, String figure, long fromNs, long toNs) {
    long timeNs() {
        return toNs - fromNs;
    }
}
