package volley.report.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line chart as SVG: axes from zero, a line for each series, a legend. No script. */
final class Chart {
    private static final int WIDTH = 440;
    private static final int HEIGHT = 290;
    private static final int LEFT = 48;
    private static final int RIGHT = 16;
    private static final int TOP = 34;
    private static final int BOTTOM = 62;
    private static final int TICKS = 5;
    /** Told apart in every common form of colour blindness (Okabe and Ito, 2008). */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00");

    private final String title;
    private final String xTitle;
    private final String yTitle;
    private final List<Series> all = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // drawn, never compared
    private record Series(String name, double[] x, double[] y, boolean dots) {}

    Chart(String title, String xTitle, String yTitle) {
        this.title = title;
        this.xTitle = xTitle;
        this.yTitle = yTitle;
    }

    static String colour(int series) {
        return COLOURS.get(series % COLOURS.size());
    }

    /** Adds a line; points that are NaN are left out. */
    Chart line(String name, double[] x, double[] y, boolean dots) {
        all.add(new Series(name, x, y, dots));
        return this;
    }

    String svg() {
        double xMost = niceAbove(most(true));
        double yMost = niceAbove(most(false));
        StringBuilder svg = new StringBuilder(8192);
        svg.append(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
                WIDTH,
                HEIGHT,
                Html.text(title)));
        text(svg, LEFT, 16, "start", "title", title);
        for (int k = 0; k <= TICKS; k++) {
            double x = LEFT + k * (double) (WIDTH - LEFT - RIGHT) / TICKS;
            double y = HEIGHT - BOTTOM - k * (double) (HEIGHT - TOP - BOTTOM) / TICKS;
            svg.append(String.format(Locale.ROOT, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - RIGHT));
            text(svg, LEFT - 6, y + 4, "end", "tick", tick(yMost * k / TICKS));
            text(svg, x, HEIGHT - BOTTOM + 16, "middle", "tick", tick(xMost * k / TICKS));
        }
        text(svg, WIDTH - RIGHT, HEIGHT - BOTTOM + 31, "end", "axis", xTitle);
        text(svg, LEFT, TOP - 6, "start", "axis", yTitle);
        for (int s = 0; s < all.size(); s++) {
            draw(svg, all.get(s), colour(s), xMost, yMost);
            double x = LEFT + 8.0 + s * (WIDTH - LEFT - RIGHT) / (double) Math.max(4, all.size());
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%d\" width=\"10\" height=\"10\" fill=\"%s\"/>",
                    x,
                    HEIGHT - 18,
                    colour(s)));
            text(svg, x + 14, HEIGHT - 9, "start", "tick", all.get(s).name());
        }
        return svg.append("</svg>").toString();
    }

    private static void draw(StringBuilder svg, Series series, String colour, double xMost, double yMost) {
        StringBuilder path = new StringBuilder();
        for (int k = 0; k < series.x().length; k++) {
            if (Double.isNaN(series.y()[k])) {
                continue;
            }
            double x = LEFT + series.x()[k] / xMost * (WIDTH - LEFT - RIGHT);
            double y = HEIGHT - BOTTOM - series.y()[k] / yMost * (HEIGHT - TOP - BOTTOM);
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y));
            if (series.dots()) {
                svg.append(String.format(
                        Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>", x, y, colour));
            }
        }
        svg.append("<path class=\"line\" stroke=\"")
                .append(colour)
                .append("\" d=\"")
                .append(path)
                .append("\"/>");
    }

    private double most(boolean horizontal) {
        double most = 0;
        for (Series series : all) {
            for (double value : horizontal ? series.x() : series.y()) {
                most = Double.isNaN(value) ? most : Math.max(most, value);
            }
        }
        return most;
    }

    /** The least of 1, 2, 2.5, 5 times a power of ten that is not below the value. */
    private static double niceAbove(double value) {
        if (value <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 2.5, 5, 10}) {
            if (step * power >= value * (1 - 1e-9)) {
                return step * power;
            }
        }
        throw new IllegalStateException("no step above " + value);
    }

    private static String tick(double value) {
        return value == Math.rint(value) ? String.format(Locale.ROOT, "%,.0f", value) : String.valueOf((float) value);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String kind, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
                x,
                y,
                anchor,
                kind,
                Html.text(text)));
    }
}
