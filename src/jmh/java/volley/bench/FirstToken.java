package volley.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a client takes for the first token, gaps and the end, by its records of {@link ProbeAnswer}s. */
final class FirstToken {
    /** By which a client's clock may begin after the request came. */
    private static final double EARLY_MS = 25;

    private FirstToken() {}

    /**
     * The label of the last event that had been sent at a time.
     *
     * @param ms from the request
     */
    static String event(double ms) {
        String label = String.format(Locale.ROOT, "%.0f ms after the request, before anything was sent", ms);
        for (ProbeAnswer.Event event : ProbeAnswer.Event.values()) {
            if (event.afterMs() <= ms + EARLY_MS) {
                label = event.label();
            }
        }
        return label;
    }

    /**
     * Says it of the record whose TTFT is the middle one.
     *
     * @return such as {@code the role event | 6 | the event with the finish reason}: cells of a table
     */
    static String cells(List<ClientRecord> records) {
        if (records.isEmpty()) {
            return "no record of a request | - | -";
        }
        List<ClientRecord> sorted = records.stream()
                .sorted(Comparator.comparingDouble(ClientRecord::ttftMs))
                .toList();
        ClientRecord record = sorted.get(sorted.size() / 2);
        String gaps = record.gapsMs() == null ? "-" : String.valueOf(record.gapsMs().length);
        String end = Double.isNaN(record.latencyMs()) ? "-" : event(record.latencyMs());
        return event(record.ttftMs()) + " | " + gaps + " | " + end;
    }
}
