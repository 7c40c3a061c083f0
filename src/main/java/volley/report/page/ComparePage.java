package volley.report.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Several runs side by side on one page, made from their folders. */
public final class ComparePage {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ComparePage() {}

    /**
     * Writes the page.
     *
     * @param runFolders the others are compared with the first
     * @throws volley.config.BadInputException if one of them is not that of a finished run
     */
    public static Path write(List<Path> runFolders, Path page) throws IOException {
        ArrayNode runs = JSON.createArrayNode();
        for (Path folder : runFolders) {
            runs.add(PageData.of(folder)
                    .put(
                            "name",
                            folder.toAbsolutePath().normalize().getFileName().toString()));
        }
        return Page.write(page, JSON.writeValueAsString(runs), List.of("compare.js"));
    }
}
