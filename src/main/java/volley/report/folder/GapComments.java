package volley.report.folder;

import volley.metrics.GapHistogram;
import volley.metrics.GapMetric;
import volley.metrics.ItlCoverage;

/** The comments of {@code gaps.hlog}, which {@link GapLog} describes: how they are written and how they are read back. */
final class GapComments {
    private static final String EXACT = "[Exact ";
    private static final String REQUESTS = "[Requests ";
    /** The log puts it before a comment. */
    private static final String COMMENT = "#";

    private static final String END = "]";

    private GapComments() {}

    /** What a histogram does not keep of the gaps of a metric. */
    record ExactOf(String metric, GapHistogram.Exact exact) {}

    /**
     * Ends an interval.
     *
     * @param completed requests whose gaps were written
     */
    record Requests(long completed, ItlCoverage itl) {}

    static String exact(GapMetric metric, GapHistogram.Exact exact) {
        return EXACT
                + metric.id()
                + ' '
                + exact.count()
                + ' '
                + exact.sumNs()
                + ' '
                + exact.meanNs()
                + ' '
                + exact.squaredDeviationsNs2()
                + ' '
                + exact.minNs()
                + ' '
                + exact.maxNs()
                + END;
    }

    static boolean isExact(String line) {
        return line.startsWith(COMMENT + EXACT);
    }

    static ExactOf readExact(String line) {
        String[] field = fields(line);
        return new ExactOf(
                field[1],
                new GapHistogram.Exact(
                        Long.parseLong(field[2]),
                        Long.parseLong(field[3]),
                        Double.parseDouble(field[4]),
                        Double.parseDouble(field[5]),
                        Double.parseDouble(field[6]),
                        Double.parseDouble(field[7])));
    }

    static String requests(long completed, ItlCoverage itl) {
        return REQUESTS
                + completed
                + ' '
                + itl.streams()
                + ' '
                + itl.excluded()
                + ' '
                + itl.retokenized()
                + ' '
                + itl.unresolvedGaps()
                + ' '
                + itl.unresolvedFirst()
                + END;
    }

    static boolean isRequests(String line) {
        return line.startsWith(COMMENT + REQUESTS);
    }

    static Requests readRequests(String line) {
        String[] field = fields(line);
        return new Requests(
                Long.parseLong(field[1]),
                new ItlCoverage(
                        Long.parseLong(field[2]),
                        Long.parseLong(field[3]),
                        Long.parseLong(field[4]),
                        // Earlier versions wrote neither.
                        field.length > 6 ? Long.parseLong(field[5]) : 0,
                        field.length > 6 ? Long.parseLong(field[6]) : 0));
    }

    private static String[] fields(String comment) {
        return comment.substring(0, comment.indexOf(END)).split(" ");
    }

    /** The log up to its last whole interval; empty if it has none. */
    static String whole(String log) {
        int lastLine = log.lastIndexOf(COMMENT + REQUESTS, log.lastIndexOf(END + "\n"));
        return lastLine < 0 ? "" : log.substring(0, log.indexOf('\n', lastLine) + 1);
    }
}
