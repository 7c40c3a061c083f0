package volley.client;

/**
 * What a response tells of the server's times. By the names of each server:
 *
 * <ul>
 *   <li>vLLM ({@code --enable-per-request-metrics}), in {@code metrics}: {@code queue_time_ms}, and {@code
 *       time_to_first_token_ms}, which counts from scheduling
 *   <li>SGLang ({@code --enable-metrics}), in {@code meta_info}, in seconds: {@code queue_time}, and {@code
 *       prefill_finished_time} less {@code forward_entry_time}; where these are missing, {@code prefill_launch_latency}
 *   <li>llama.cpp, in {@code timings}: {@code prompt_ms}; it tells no queue
 * </ul>
 */
final class ServerTimesReader {
    private static final double NS_PER_MS = 1e6;
    private static final double NS_PER_S = 1e9;
    /** A server that says it took more than eleven days counts in another unit. */
    private static final double MOST_NS = 1e15;

    private static final ServerTimesReader NOTHING_TOLD = new ServerTimesReader();

    private double queueNs = Double.NaN;
    private double prefillNs = Double.NaN;
    private double forwardEntryS = Double.NaN;
    private double prefillFinishedS = Double.NaN;
    private double launchNs = Double.NaN;

    /** Whether a field is one of these. */
    static boolean isTime(String field) {
        return NOTHING_TOLD.wants(field);
    }

    /** Whether one of these is not known yet: most are in every event, and reading a number costs. */
    boolean wants(String field) {
        return switch (field) {
            case "queue_time", "queue_time_ms" -> Double.isNaN(queueNs);
            case "time_to_first_token_ms", "prompt_ms" -> Double.isNaN(prefillNs);
            case "forward_entry_time" -> Double.isNaN(forwardEntryS);
            case "prefill_finished_time" -> Double.isNaN(prefillFinishedS);
            case "prefill_launch_latency" -> Double.isNaN(launchNs);
            default -> false;
        };
    }

    /** Takes a field that it {@link #wants}. */
    void take(String field, double value) {
        switch (field) {
            case "queue_time" -> queueNs = value * NS_PER_S;
            case "queue_time_ms" -> queueNs = value * NS_PER_MS;
            case "time_to_first_token_ms", "prompt_ms" -> prefillNs = value * NS_PER_MS;
            case "forward_entry_time" -> forwardEntryS = value;
            case "prefill_finished_time" -> prefillFinishedS = value;
            case "prefill_launch_latency" -> launchNs = value * NS_PER_S;
            default -> throw new IllegalArgumentException(field);
        }
    }

    /** What was told, as far as it can be a time. */
    ServerTimes toTimes() {
        double between = (prefillFinishedS - forwardEntryS) * NS_PER_S;
        double prefill = !Double.isNaN(prefillNs) ? prefillNs : isTime(between) ? between : launchNs;
        return isTime(queueNs) || isTime(prefill)
                ? new ServerTimes(whole(queueNs), whole(prefill))
                : Exchange.NO_SERVER_TIMES;
    }

    private static long whole(double ns) {
        return isTime(ns) ? Math.round(ns) : Exchange.NEVER;
    }

    private static boolean isTime(double ns) {
        return ns >= 0 && ns <= MOST_NS;
    }
}
