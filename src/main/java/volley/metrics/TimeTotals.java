package volley.metrics;

/**
 * When things happened, over all requests that were sent, however they ended; or in the steady part of a run
 * ({@link SteadyWindow} says how its requests are chosen).
 *
 * @param sent number of requests sent
 * @param retries sendings after the first of a request
 * @param durationNs from the run's start to the last response's end; of the steady part, its length
 * @param inFlightNs sum of the times requests were in flight, from sent to end: the time integral of their number
 * @param sendSpanNs from the first request sent to the last
 * @param scheduleSpanNs the same by the schedule
 */
public record TimeTotals(
        long sent, long retries, long durationNs, long inFlightNs, long sendSpanNs, long scheduleSpanNs) {}
