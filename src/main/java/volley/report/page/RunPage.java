package volley.report.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** {@code volley.html}: a run on one page that needs no network; beside it {@code report.md}, in short. */
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
        String data = new ObjectMapper().writeValueAsString(PageData.of(runFolder));
        MarkdownReport.ofRun(runFolder);
        return Page.write(
                runFolder.resolve(FILE_NAME),
                data,
                List.of("objectives.js", "interference.js", "figures.js", "cache.js", "run.js"));
    }
}
