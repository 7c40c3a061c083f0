package volley.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import volley.config.BadInputException;
import volley.config.JsonFile;

/** {@code comparison.html}: which differences between servers are real, from {@code comparison.json} beside it. */
public final class ComparisonPage {
    public static final String FILE_NAME = "comparison.html";
    /** What the page is made from, with the summaries of the runs it names. */
    public static final String DATA_FILE = "comparison.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    /** What of a run's summary stands on the page. */
    private static final List<String> SHOWN =
            List.of("simulation", "started_at", "plan_sha256", "seed", "versions", "parameters");

    private ComparisonPage() {}

    /** Whether a folder has a comparison of the runs in it. */
    public static boolean isComparison(Path folder) {
        return Files.exists(folder.resolve(DATA_FILE));
    }

    /** The folders of the runs that a folder's comparison is of, in the order in which they ran. */
    public static List<Path> runs(Path folder) throws IOException {
        List<Path> runs = new ArrayList<>();
        for (JsonNode run : JsonFile.read(folder.resolve(DATA_FILE)).path("runs")) {
            runs.add(folder.resolve(run.path("folder").asText()));
        }
        return runs;
    }

    /**
     * Writes the page from the comparison's files, over an earlier one.
     *
     * @return the page
     * @throws BadInputException if a run's summary is not there
     * @throws IOException if a file cannot be read or written
     */
    public static Path write(Path folder) throws IOException {
        JsonNode comparison = JsonFile.read(folder.resolve(DATA_FILE));
        MarkdownReport.ofComparison(folder, comparison);
        ObjectNode data = JSON.createObjectNode();
        data.set("comparison", comparison);
        data.put("gatling", PageData.gatlingIsIn(folder));
        ArrayNode runs = data.putArray("runs");
        for (JsonNode run : comparison.path("runs")) {
            Path own = folder.resolve(run.path("folder").asText());
            runs.addObject()
                    .put("server", run.path("server").asText())
                    .put("folder", run.path("folder").asText())
                    .put("page", page(own, run.path("folder").asText()))
                    .set("summary", summary(own));
            if (!data.hasNonNull("command")) {
                data.put("command", PageData.command(own));
            }
        }
        return Page.write(
                folder.resolve(FILE_NAME), JSON.writeValueAsString(data), List.of("knee.js", "comparison.js"));
    }

    /** Where the run's own page is, from the comparison's folder; null without one. */
    private static String page(Path run, String folder) {
        return Files.exists(run.resolve(RunPage.FILE_NAME)) ? folder + "/" + RunPage.FILE_NAME : null;
    }

    private static ObjectNode summary(Path run) throws IOException {
        return ((ObjectNode) PageData.summary(run)).retain(SHOWN);
    }
}
