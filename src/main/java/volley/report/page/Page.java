package volley.report.page;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file from the template, the style, the scripts, Apache ECharts from its WebJar, and the data. */
final class Page {
    private static final String RESOURCES = "/volley/report/";
    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js";
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private Page() {}

    /**
     * @param json what the script shows
     * @param scripts resources that fill the page
     */
    static Path write(Path file, String json, List<String> scripts) throws IOException {
        StringBuilder page = new StringBuilder();
        for (String script : scripts) {
            page.append(resource(RESOURCES + script));
        }
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
                page.toString(),
                // Inside a script element only this could end it.
                "data",
                json.replace("<", "\\u003c"));
        return Files.writeString(file, fill(resource(RESOURCES + "page.html"), parts));
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
