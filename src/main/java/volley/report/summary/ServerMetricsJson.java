package volley.report.summary;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import volley.report.folder.ServerMetricsFile;
import volley.report.json.JsonOut;
import volley.report.json.SafeText;
import volley.servermetrics.ServerFigure;
import volley.servermetrics.ServerFindings;
import volley.servermetrics.ServerFindings.MeanTime;
import volley.servermetrics.ServerTotal;

/**
 * The server's own figures, in {@code summary.json}, {@code server_metrics}; each answer is in {@link ServerMetricsFile}.
 * {@code null} where none were read.
 *
 * <ul>
 *   <li>{@code servers}: those asked; {@code answers} and {@code failed}: how often they told, and did not
 *   <li>{@code totals}: by their counters before and after, {@code {by_server, by_client, difference, unit, differs}}, where
 *       {@code differs} says that the two should be equal
 *   <li>{@code difference}: what that means, or {@code null}
 *   <li>{@code cache_hit_rate}: by the counters, of all the server's traffic, %
 *   <li>{@code times}: means over the run by the server's histograms, {@code {by_server_ms, by_client_ms}}
 *   <li>{@code preemptions}; {@code accepted_drafts}: drafted tokens accepted, %
 * </ul>
 */
final class ServerMetricsJson {
    private static final int LONGEST = 2000;

    private ServerMetricsJson() {}

    static void write(JsonGenerator json, Optional<ServerFindings> servers) throws IOException {
        json.writeFieldName("server_metrics");
        if (servers.isEmpty()) {
            json.writeNull();
            return;
        }
        ServerFindings found = servers.get();
        json.writeStartObject();
        json.writeArrayFieldStart("servers");
        for (String server : found.series().servers()) {
            json.writeString(SafeText.clean(server));
        }
        json.writeEndArray();
        json.writeNumberField(
                "answers", found.series().samples().size() - found.series().failures());
        json.writeNumberField("failed", found.series().failures());
        json.writeObjectFieldStart("totals");
        for (ServerTotal total : found.totals()) {
            total(json, total);
        }
        json.writeEndObject();
        json.writeStringField(
                "difference",
                found.differences().map(said -> SafeText.oneLine(said, LONGEST)).orElse(null));
        JsonOut.number(json, "cache_hit_rate", found.hitRatePercent());
        json.writeObjectFieldStart("times");
        for (MeanTime time : found.times()) {
            json.writeObjectFieldStart(time.time().id());
            JsonOut.number(json, "by_server_ms", time.byServerMs());
            JsonOut.number(json, "by_client_ms", time.byClientMs());
            json.writeEndObject();
        }
        json.writeEndObject();
        OptionalDouble preemptions = found.series().grown(ServerFigure.PREEMPTIONS);
        JsonOut.number(json, "preemptions", preemptions);
        JsonOut.number(json, "accepted_drafts", found.series().acceptedPercent());
        json.writeEndObject();
    }

    private static void total(JsonGenerator json, ServerTotal total) throws IOException {
        json.writeObjectFieldStart(total.id());
        JsonOut.number(json, "by_server", total.byServer());
        JsonOut.number(json, "by_client", total.byClient());
        JsonOut.number(json, "difference", total.difference());
        json.writeStringField("unit", total.unit());
        json.writeBooleanField("differs", total.differs());
        json.writeEndObject();
    }
}
