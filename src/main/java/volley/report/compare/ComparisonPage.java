package volley.report.compare;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** {@code comparison.html}: sentences first, then charts, then every figure. One file, without scripts or fonts. */
final class ComparisonPage {
    private static final int CURVE_POINTS = 200;
    private static final double MS_PER_SECOND = 1e3;

    private final Comparison comparison;
    private final List<ServerFigures> servers;

    private ComparisonPage(Comparison comparison) {
        this.comparison = comparison;
        this.servers = comparison.servers();
    }

    static String of(Comparison comparison) {
        ComparisonPage page = new ComparisonPage(comparison);
        return template()
                .replace("{{plan}}", Html.text(comparison.planSha256()))
                .replace("{{notes}}", list(comparison.notes(), "notes"))
                .replace("{{findings}}", list(comparison.sentences(ComparedMetric.TTFT), "findings"))
                .replace("{{further}}", page.further())
                .replace("{{charts}}", page.charts())
                .replace("{{servers}}", page.serverRows())
                .replace("{{differences}}", page.differenceRows());
    }

    private String further() {
        return list(
                Arrays.stream(ComparedMetric.values())
                        .filter(metric -> metric != ComparedMetric.TTFT)
                        .flatMap(metric -> comparison.sentences(metric).stream())
                        .toList(),
                "findings");
    }

    private String charts() {
        Chart ttft = new Chart("Time to first token: share of requests that had theirs", "s", "% of requests");
        Chart hits = new Chart("Cache hit rate by round", "round", "% of prompt tokens");
        Chart rates = new Chart("What if: mean time to first token", "requests/s", "s, in virtual time");
        for (ServerFigures server : servers) {
            double[] sorted = server.sortedTtftMs();
            int points = Math.min(CURVE_POINTS, sorted.length);
            double[] share = IntStream.rangeClosed(1, points)
                    .mapToDouble(k -> 100.0 * k / points)
                    .toArray();
            double[] seconds = IntStream.rangeClosed(1, points)
                    .mapToDouble(k -> sorted[(int) Math.ceil((double) k * sorted.length / points) - 1] / MS_PER_SECOND)
                    .toArray();
            ttft.line(server.name(), seconds, share, false);
            hits.line(
                    server.name(),
                    counting(server.hitRateByRound().length),
                    Arrays.stream(server.hitRateByRound())
                            .map(rate -> 100 * rate)
                            .toArray(),
                    true);
        }
        for (RateCurve curve : comparison.curves()) {
            double[] seconds = Arrays.stream(curve.meanTtftMs())
                    .map(ms -> ms / MS_PER_SECOND)
                    .toArray();
            rates.line(curve.server(), curve.requestsPerSecond(), seconds, true);
        }
        return ttft.svg() + hits.svg() + (comparison.curves().isEmpty() ? "" : rates.svg());
    }

    private static double[] counting(int count) {
        return IntStream.rangeClosed(1, count).asDoubleStream().toArray();
    }

    private String serverRows() {
        StringBuilder rows = new StringBuilder();
        for (int s = 0; s < servers.size(); s++) {
            ServerFigures server = servers.get(s);
            rows.append("<tr><th><i style=\"background:")
                    .append(Chart.colour(s))
                    .append("\"></i>")
                    .append(Html.text(server.name()))
                    .append("</th>");
            cell(rows, "%,.1f", server.mean(ComparedMetric.TTFT));
            cell(rows, "%,.2f", server.mean(ComparedMetric.TPOT));
            cell(rows, "%,.1f", server.mean(ComparedMetric.E2E));
            cell(
                    rows,
                    "%,.2f",
                    Arrays.stream(server.requestsPerSecond()).average().orElse(Double.NaN));
            cell(rows, "%.1f", 100 * server.hitRate());
            rows.append("<td>")
                    .append(server.completed())
                    .append(" of ")
                    .append(server.outcomes().planned())
                    .append("</td></tr>\n");
        }
        return rows.toString();
    }

    private String differenceRows() {
        StringBuilder rows = new StringBuilder();
        for (Difference each : comparison.differences()) {
            rows.append("<tr class=\"").append(each.real() ? "real" : "unreal").append("\"><td>");
            rows.append(Html.text(each.metric().title())).append("</td><td>");
            rows.append(Html.text(each.from()))
                    .append(" → ")
                    .append(Html.text(each.to()))
                    .append("</td>");
            cell(rows, "%,.1f", each.fromMean());
            cell(rows, "%,.1f", each.toMean());
            cell(rows, "%+,.1f", each.meanMs());
            rows.append(String.format(Locale.ROOT, "<td>%+,.1f to %+,.1f</td>", each.low(), each.high()));
            rows.append("<td>")
                    .append(each.repeatsAlike())
                    .append(" of ")
                    .append(each.repeats())
                    .append("</td><td>");
            rows.append(each.pairs()).append("</td><td>").append(each.real() ? "real" : "not shown");
            rows.append("</td></tr>\n");
        }
        return rows.toString();
    }

    private static void cell(StringBuilder rows, String format, double value) {
        rows.append("<td>")
                .append(Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value))
                .append("</td>");
    }

    private static String list(List<String> sentences, String kind) {
        if (sentences.isEmpty()) {
            return "";
        }
        StringBuilder list = new StringBuilder("<ul class=\"" + kind + "\">");
        sentences.forEach(
                sentence -> list.append("<li>").append(Html.text(sentence)).append("</li>\n"));
        return list.append("</ul>").toString();
    }

    private static String template() {
        try (InputStream in = ComparisonPage.class.getResourceAsStream("comparison.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
