package volley.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import volley.config.JsonFile;
import volley.report.summary.SummaryJson;

/** {@code volley.html} of a folder that holds a run for each of several rates: figures against the rate. */
public final class SweepPage {
    /** What the folders of a sweep's rates begin with. */
    private static final ObjectMapper JSON = new ObjectMapper();

    private SweepPage() {}

    /**
     * The finished runs of a sweep, by rising rate; empty if the folder is that of no sweep.
     *
     * @throws IOException if the folder cannot be read
     */
    public static List<Path> runs(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.filter(RateFolder::is)
                    .filter(each -> Files.exists(each.resolve(SummaryJson.FILE_NAME)))
                    .sorted(Comparator.comparingDouble(RateFolder::perSecond))
                    .toList();
        }
    }

    /**
     * Writes the page from the files of the rates' runs.
     *
     * @throws IOException if a file cannot be read or written
     */
    public static Path write(Path folder) throws IOException {
        List<JsonNode> runs = new ArrayList<>();
        for (Path run : runs(folder)) {
            JsonNode summary = JsonFile.read(run.resolve(SummaryJson.FILE_NAME));
            ObjectNode data = JSON.createObjectNode()
                    .put("folder", run.getFileName().toString())
                    .put("simulation", summary.path("simulation").asText().replaceFirst(" at .*", ""))
                    .put(
                            "rate",
                            Double.isInfinite(RateFolder.perSecond(run))
                                    ? null
                                    : Double.valueOf(RateFolder.perSecond(run)))
                    .put("gatling", PageData.gatlingIsIn(folder))
                    .put("command", PageData.command(run));
            data.set("summary", summary);
            runs.add(data);
        }
        return Page.write(
                folder.resolve(RunPage.FILE_NAME), JSON.writeValueAsString(runs), List.of("knee.js", "sweep.js"));
    }
}
