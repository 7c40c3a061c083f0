package volley.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import volley.config.JsonFile;
import volley.report.folder.Beside;

/**
 * {@code volley.html} of repeated runs with crossed parameters: figures against concurrency or rate, a line for each of the
 * other combinations. Made of {@code trials.json}, which says with what each run was made, and the runs' summaries.
 */
public final class TrialsPage {
    /** {@code simulation}, and of each measured run its {@code folder} beside the file and its {@code crossed} parameters. */
    public static final String DATA_FILE = "trials.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SHOWN = List.of(
            "simulation",
            "started_at",
            "plan_sha256",
            "seed",
            "versions",
            "parameters",
            "warnings",
            "cold",
            "turns",
            "slo",
            "run",
            "metrics");
    private static final List<String> METRICS = List.of("ttft", "tpot", "e2e_latency");

    private TrialsPage() {}

    /**
     * A measured run.
     *
     * @param folder of its results
     * @param crossed values of the crossed parameters by name; {@code server} is the one of several that it was on
     */
    public record Run(Path folder, Map<String, String> crossed) {
        public Run {
            crossed = Collections.unmodifiableSortedMap(new TreeMap<>(crossed));
        }
    }

    /** Whether a folder has crossed runs in it. */
    public static boolean isOne(Path folder) {
        return Files.exists(folder.resolve(DATA_FILE));
    }

    /**
     * Writes what the page is made of, and the page.
     *
     * @param folder of all runs
     * @param simulation name of the class
     * @return the page
     * @throws IOException if a file cannot be read or written
     */
    public static Path write(Path folder, String simulation, List<Run> runs) throws IOException {
        ObjectNode data = JSON.createObjectNode().put("simulation", simulation);
        ArrayNode all = data.putArray("runs");
        for (Run run : runs) {
            ObjectNode one = all.addObject().put("folder", Beside.of(folder, run.folder()));
            ObjectNode crossed = one.putObject("crossed");
            run.crossed().forEach(crossed::put);
        }
        JSON.writerWithDefaultPrettyPrinter()
                .writeValue(folder.resolve(DATA_FILE).toFile(), data);
        return write(folder);
    }

    /**
     * Writes the page from the folder's files.
     *
     * @throws IOException if a file cannot be read or written
     */
    public static Path write(Path folder) throws IOException {
        ObjectNode data = JsonFile.read(folder.resolve(DATA_FILE));
        Set<String> comparisons = new LinkedHashSet<>();
        for (JsonNode run : data.path("runs")) {
            Path own = folder.resolve(run.path("folder").asText());
            ObjectNode summary = ((ObjectNode) PageData.summary(own)).retain(SHOWN);
            ((ObjectNode) summary.path("metrics")).retain(METRICS);
            ((ObjectNode) run)
                    .put("page", Files.exists(own.resolve(RunPage.FILE_NAME)))
                    .set("summary", summary);
            for (Path above = own; above != null && !above.equals(folder); above = above.getParent()) {
                if (ComparisonPage.isComparison(above)) {
                    comparisons.add(Beside.of(folder, above.resolve(ComparisonPage.FILE_NAME)));
                }
            }
        }
        comparisons.forEach(data.putArray("comparisons")::add);
        return Page.write(
                folder.resolve(RunPage.FILE_NAME), JSON.writeValueAsString(data), List.of("knee.js", "trials.js"));
    }
}
