package volley.report.page;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One file from the template, the style, the scripts, Apache ECharts from its WebJar, and the data. */
final class Page {
    private static final String RESOURCES = "/volley/report/";
    /** What Maven puts into a jar; its version is in the paths of a WebJar, and stands in the POM alone. */
    private static final String ECHARTS_VERSION = "/META-INF/maven/org.webjars.npm/echarts/pom.properties";

    private static final String ECHARTS = "/META-INF/resources/webjars/echarts/%s/dist/echarts.common.min.js";
    /** Those of every page, before its own. */
    private static final List<String> SCRIPTS = List.of("format.js", "charts.js", "layout.js");

    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

    private Page() {}

    /**
     * Writes a page.
     *
     * @param json what the scripts show
     * @param scripts resources that fill the page
     * @return the file
     */
    static Path write(Path file, String json, List<String> scripts) throws IOException {
        Map<String, String> parts = Map.of(
                "style",
                resource(RESOURCES + "page.css"),
                "echarts",
                echarts(),
                "scripts",
                scripts(SCRIPTS) + scripts(scripts),
                // Inside a script element only this could end it.
                "data",
                json.replace("<", "\\u003c"));
        return Files.writeString(file, fill(resource(RESOURCES + "page.html"), parts));
    }

    private static String scripts(List<String> names) throws IOException {
        StringBuilder scripts = new StringBuilder();
        for (String name : names) {
            scripts.append(resource(RESOURCES + name));
        }
        return scripts.toString();
    }

    private static String echarts() throws IOException {
        Properties webJar = new Properties();
        webJar.load(new StringReader(resource(ECHARTS_VERSION)));
        return resource(String.format(ECHARTS, webJar.getProperty("version")));
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
        try (InputStream in = Page.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new FileNotFoundException("no resource " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
