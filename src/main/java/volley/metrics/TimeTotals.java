package volley.metrics;

/**
 * When things happened, over all requests that were sent, however they ended.
 *
 * @param sent number of requests sent
 * @param durationNs from the run's start to the last response's end
 * @param inFlightNs sum of the times requests were in flight, from sent to end: the time integral of their number
 * @param sendSpanNs from the first request sent to the last
 * @param scheduleSpanNs the same by the schedule
 */
public record TimeTotals(long sent, long durationNs, long inFlightNs, long sendSpanNs, long scheduleSpanNs) {}
