package volley.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code timeline.csv}: what the page draws over time, a line for each interval: {@code t_s} of its start, counts, and median, p90
 * and p99 of the latencies in ms. A field is empty where an interval has no value.
 */
final class TimelineFile {
    static final String FILE_NAME = "timeline.csv";

    private TimelineFile() {}

    /** @param timeline as {@link Timeline} makes it */
    static void write(Path folder, JsonNode timeline) throws IOException {
        List<String> lines = new ArrayList<>();
        for (JsonNode interval : timeline.path("intervals")) {
            List<String> names = new ArrayList<>();
            interval.fieldNames().forEachRemaining(names::add);
            if (lines.isEmpty()) {
                lines.add(String.join(",", names));
            }
            lines.add(String.join(
                    ",",
                    names.stream()
                            .map(name -> interval.path(name).isNull()
                                    ? ""
                                    : interval.path(name).asText())
                            .toList()));
        }
        Files.write(folder.resolve(FILE_NAME), lines);
    }
}
