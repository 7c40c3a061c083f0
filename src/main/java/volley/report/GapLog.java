package volley.report;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;
import volley.metrics.GapMetric;
import volley.metrics.GapMetrics;
import volley.metrics.StreamGaps;

/**
 * {@code gaps.hlog}: the run's histograms of gaps, in nanoseconds, in HdrHistogram's own log format, each under the id
 * of its {@link GapMetric} as tag. Histograms of several runs may be added, which percentiles may not.
 */
public final class GapLog {
    static final String FILE_NAME = "gaps.hlog";

    private GapLog() {}

    static void write(Path folder, StreamGaps gaps) throws IOException {
        try (PrintStream out =
                new PrintStream(Files.newOutputStream(folder.resolve(FILE_NAME)), false, StandardCharsets.US_ASCII)) {
            HistogramLogWriter log = new HistogramLogWriter(out);
            log.outputLogFormatVersion();
            log.outputLegend();
            for (GapMetric metric : GapMetrics.ALL) {
                Histogram histogram = metric.gaps().apply(gaps).histogramNs();
                histogram.setTag(metric.id());
                // The log's third column is the maximum in units of this many ns.
                log.outputIntervalHistogram(0, 0, histogram, 1e6);
            }
            if (out.checkError()) {
                throw new IOException(FILE_NAME + " cannot be written");
            }
        }
    }

    /** The histograms by the metrics' ids; empty if the folder has none. */
    public static Map<String, Histogram> read(Path folder) throws IOException {
        Map<String, Histogram> byTag = new LinkedHashMap<>();
        Path file = folder.resolve(FILE_NAME);
        if (Files.exists(file)) {
            HistogramLogReader log = new HistogramLogReader(file.toFile());
            for (EncodableHistogram next = log.nextIntervalHistogram();
                    next != null;
                    next = log.nextIntervalHistogram()) {
                byTag.put(next.getTag(), (Histogram) next);
            }
            log.close();
        }
        return byTag;
    }
}
