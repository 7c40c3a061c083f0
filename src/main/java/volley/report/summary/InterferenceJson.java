package volley.report.summary;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import volley.monitor.Disturbances;
import volley.monitor.Disturbances.Marked;
import volley.monitor.Interference;
import volley.monitor.SlowRequest;
import volley.report.folder.InterferenceFile;
import volley.report.json.JsonOut;

/**
 * What disturbed the client, in {@code summary.json}, {@code interference}; each disturbance is in {@link InterferenceFile}.
 *
 * <ul>
 *   <li>{@code threshold_ms}: shorter ones were not noted; {@code not_kept}: how many had no room
 *   <li>{@code kinds}: {@code {count, total_ms, max_ms}} of each kind, {@code null} where the machine does not tell it
 *   <li>{@code slow_requests}: the slowest by {@code ttft}, and those with the longest {@code gap}, each with the kinds
 *       that its slow time {@code overlaps}
 * </ul>
 */
final class InterferenceJson {
    private static final double NS_PER_MS = 1e6;

    private InterferenceJson() {}

    static void write(JsonGenerator json, Optional<Disturbances> watched) throws IOException {
        json.writeFieldName("interference");
        if (watched.isEmpty()) {
            json.writeNull();
            return;
        }
        Disturbances disturbances = watched.get();
        json.writeStartObject();
        JsonOut.number(json, "threshold_ms", disturbances.thresholdMs());
        json.writeNumberField("not_kept", disturbances.left());
        json.writeObjectFieldStart("kinds");
        for (Interference.Kind kind : Interference.Kind.values()) {
            json.writeFieldName(kind.id());
            if (disturbances.measured().contains(kind)) {
                kind(json, disturbances, kind);
            } else {
                json.writeNull();
            }
        }
        json.writeEndObject();
        json.writeArrayFieldStart("slow_requests");
        for (Marked marked : disturbances.marked()) {
            slow(json, marked);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void kind(JsonGenerator json, Disturbances disturbances, Interference.Kind kind) throws IOException {
        LongSummaryStatistics ns = disturbances.found().stream()
                .filter(each -> each.kind() == kind)
                .mapToLong(each -> each.toNs() - each.fromNs())
                .summaryStatistics();
        json.writeStartObject();
        json.writeNumberField("count", ns.getCount());
        JsonOut.number(json, "total_ms", ns.getSum() / NS_PER_MS);
        JsonOut.number(json, "max_ms", ns.getCount() == 0 ? Double.NaN : ns.getMax() / NS_PER_MS);
        json.writeEndObject();
    }

    private static void slow(JsonGenerator json, Marked marked) throws IOException {
        SlowRequest request = marked.request();
        json.writeStartObject();
        json.writeNumberField("order", request.order());
        json.writeNumberField("conversation", request.conversation());
        json.writeNumberField("turn", request.turn());
        json.writeStringField("figure", request.figure());
        JsonOut.number(json, "value_ms", (request.toNs() - request.fromNs()) / NS_PER_MS);
        json.writeArrayFieldStart("overlaps");
        for (Interference.Kind kind : marked.overlapped()) {
            json.writeString(kind.id());
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
