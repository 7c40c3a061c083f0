package volley.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import volley.config.JsonFile;

/**
 * {@code caches.json}: what the plan of a run in virtual time would give with other caches. Means of the time to first token in
 * ms, hit rates in per cent, in all and from the host: {@code now}, {@code without_hits}, {@code without_host} (where there is a host tier), and {@code
 * larger}: at several {@code times} the KV cache.
 *
 * @param now as the run is
 * @param withoutHits on the same engine without a prefix cache
 * @param withoutHost on the same engine without its second tier
 * @param larger by rising size
 */
public record CacheSizes(Figures now, Figures withoutHits, Optional<Figures> withoutHost, List<Figures> larger) {
    static final String FILE_NAME = "caches.json";

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Of one size.
     *
     * @param times the size of the run's own
     * @param hitPercent of the prompt tokens; empty if nothing was reported
     * @param hostPercent those of them that came from the host tier
     */
    public record Figures(int times, double ttftMs, OptionalDouble hitPercent, OptionalDouble hostPercent) {
        private void put(ObjectNode json) {
            json.put("times", times).put("ttft_ms", ttftMs);
            hitPercent.ifPresent(percent -> json.put("hit_percent", percent));
            hostPercent.ifPresent(percent -> json.put("host_hit_percent", percent));
        }
    }

    /** Writes the file into a run's folder. */
    public void write(Path folder) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        now.put(json.putObject("now"));
        withoutHits.put(json.putObject("without_hits"));
        withoutHost.ifPresent(figures -> figures.put(json.putObject("without_host")));
        ArrayNode all = json.putArray("larger");
        larger.forEach(figures -> figures.put(all.addObject()));
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(FILE_NAME).toFile(), json);
    }

    /** What the folder has; null without the file. */
    static JsonNode read(Path folder) throws IOException {
        Path file = folder.resolve(FILE_NAME);
        return Files.exists(file) ? JsonFile.read(file) : null;
    }
}
