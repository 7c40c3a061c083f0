package volley.report.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import volley.report.folder.RunRequests;

/** {@code volley.html}: a run on one page that needs no network; beside it {@code report.md}, in short, and {@code timeline.csv}. */
public final class RunPage {
    public static final String FILE_NAME = "volley.html";

    private RunPage() {}

    /**
     * Writes the page from the run's files, over an earlier one.
     *
     * @return the page
     * @throws volley.config.BadInputException if the folder is not that of a finished run
     */
    public static Path write(Path runFolder) throws IOException {
        return write(runFolder, () -> RunRequests.read(runFolder));
    }

    /** As the other, for who has the requests. */
    public static Path write(Path runFolder, Supplier<RunRequests> requests) throws IOException {
        ObjectNode all = PageData.of(runFolder, requests);
        TimelineFile.write(runFolder, all.path("timeline"));
        String data = new ObjectMapper().writeValueAsString(all);
        MarkdownReport.ofRun(runFolder);
        return Page.write(
                runFolder.resolve(FILE_NAME),
                data,
                List.of(
                        "objectives.js",
                        "interference.js",
                        "figures.js",
                        "cache.js",
                        "tiers.js",
                        "server.js",
                        "run.js"));
    }
}
