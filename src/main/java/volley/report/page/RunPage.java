package volley.report.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code volley.html}: one file that needs no network. Template, style and scripts are resources; the charts' library is
 * Apache ECharts, from its WebJar; the data is one JSON object in the page.
 */
public final class RunPage {
    public static final String FILE_NAME = "volley.html";

    /** The command that repeats the run, one line. */
    public static final String COMMAND_FILE = "command.txt";

    private static final String RESOURCES = "/volley/report/";
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js";
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private RunPage() {}

    /**
     * Writes the page from the run's files, over an earlier one.
     *
     * @return the page
     * @throws volley.config.BadInputException if the folder is not that of a finished run
     */
    public static Path write(Path runFolder) throws IOException {
        String data = new ObjectMapper().writeValueAsString(PageData.of(runFolder));
        Map<String, String> parts = Map.of(
                "style",
                resource(RESOURCES + "page.css"),
                "echarts",
                resource(ECHARTS),
                "format",
                resource(RESOURCES + "format.js"),
                "charts",
                resource(RESOURCES + "charts.js"),
                "page",
                resource(RESOURCES + "page.js"),
                // Inside a script element only this could end it.
                "data",
                data.replace("<", "\\u003c"));
        Path page = runFolder.resolve(FILE_NAME);
        Files.writeString(page, fill(resource(RESOURCES + "page.html"), parts));
        return page;
    }

    private static String fill(String template, Map<String, String> parts) {
        StringBuilder page = new StringBuilder();
        Matcher place = PLACE.matcher(template);
        int at = 0;
        while (place.find()) {
            page.append(template, at, place.start()).append(parts.get(place.group(1)));
            at = place.end();
        }
        return page.append(template, at, template.length()).toString();
    }

    private static String resource(String path) throws IOException {
        try (InputStream in = RunPage.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new FileNotFoundException("no resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
