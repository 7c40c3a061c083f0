package volley.report.folder;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.HdrHistogram.HistogramLogWriter;
import volley.metrics.GapMetric;
import volley.metrics.StreamGaps;

/**
 * Writes {@code gaps.hlog}: histograms of the run's gaps, in nanoseconds, in HdrHistogram's own log format, each under the
 * id of its {@link GapMetric} as tag. Intervals are written as the run goes; the histograms of one tag add up to the
 * whole, which percentiles do not.
 *
 * <p>What a histogram does not keep stands behind each interval in comments, for all gaps since the run's start: {@code
 * #[Exact <id> count sum_ns mean_ns squared_deviations_ns2 min_ns max_ns]} for each metric, and at last {@code #[Requests
 * <completed requests whose gaps these are> <of these, streams with gaps> <of these, streams without ITL> <with
 * ITL by the client's tokenizer> <gaps left out since nobody knows when one of their events came> <streams of
 * which that is the first>]}. Earlier versions have neither of the last two. Intervals without that last line are not whole.
 * What the tokenizer counts after the run is in the last interval.
 */
public final class GapLog implements Closeable {
    public static final String FILE_NAME = "gaps.hlog";

    private static final double NS_PER_SECOND = 1e9;
    /** The log's third column is the maximum in units of this many ns. */
    private static final double MAX_COLUMN_NS = 1e6;

    private final PrintStream out;
    private final HistogramLogWriter log;
    private double endSeconds;

    GapLog(Path folder) throws IOException {
        out = new PrintStream(
                new BufferedOutputStream(Files.newOutputStream(folder.resolve(FILE_NAME)), 1 << 16),
                false,
                StandardCharsets.US_ASCII);
        log = new HistogramLogWriter(out);
        log.outputLogFormatVersion();
        log.outputLegend();
    }

    /**
     * Writes the gaps since the last call, and hands them to the operating system.
     *
     * @param requests completed requests so far
     * @param endNs when the last of them ended, since the run's start
     */
    void write(StreamGaps gaps, long requests, long endNs) throws IOException {
        double startSeconds = endSeconds;
        endSeconds = Math.max(startSeconds, endNs / NS_PER_SECOND);
        for (GapMetric metric : GapMetric.values()) {
            gaps.of(metric).takeInterval(interval -> {
                interval.setTag(metric.id());
                log.outputIntervalHistogram(startSeconds, endSeconds, interval, MAX_COLUMN_NS);
            });
        }
        for (GapMetric metric : GapMetric.values()) {
            log.outputComment(GapComments.exact(metric, gaps.of(metric).exact()));
        }
        log.outputComment(GapComments.requests(requests, gaps.coverage()));
        out.flush();
        requireWritten();
    }

    private void requireWritten() throws IOException {
        if (out.checkError()) {
            throw new IOException(FILE_NAME + " cannot be written");
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
        requireWritten();
    }
}
