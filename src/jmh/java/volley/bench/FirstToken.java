package volley.bench;

import java.util.List;
import java.util.Locale;

/** What a client takes for the first token, gaps and the end, by its records of {@link ProbeAnswer}s. */
final class FirstToken {
    /** A client's times are after the event's by no more, or it is none of them. */
    private static final double LATE_MS = 80;

    private FirstToken() {}

    /**
     * The label of the event that a time lies beside.
     *
     * @param ms from the request
     */
    static String event(double ms) {
        for (ProbeAnswer.Event event : ProbeAnswer.Event.values()) {
            if (ms > event.afterMs() - LATE_MS / 4 && ms < event.afterMs() + LATE_MS) {
                return event.label();
            }
        }
        return String.format(Locale.ROOT, "%.0f ms after the request, where nothing was sent", ms);
    }

    /**
     * Says it of the middle one of some records.
     *
     * @return such as {@code the role event | 6 | the event with the finish reason}: cells of a table
     */
    static String cells(List<ClientRecord> records) {
        if (records.isEmpty()) {
            return "no record of a request | - | -";
        }
        ClientRecord record = records.get(records.size() / 2);
        String gaps = record.gapsMs() == null ? "-" : String.valueOf(record.gapsMs().length);
        String end = Double.isNaN(record.latencyMs()) ? "-" : event(record.latencyMs());
        return event(record.ttftMs()) + " | " + gaps + " | " + end;
    }
}
