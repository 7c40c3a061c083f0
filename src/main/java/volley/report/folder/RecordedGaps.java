package volley.report.folder;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import volley.config.BadInputException;
import volley.metrics.GapHistogram;
import volley.metrics.ItlCoverage;

/**
 * {@link GapLog}, read back, all intervals added. Those that were cut off by the end of the process are left out.
 *
 * @param byMetric by the metrics' ids; empty if the folder has none
 * @param requests completed requests whose gaps these are
 * @param itl of how many of their streams the ITL is
 */
public record RecordedGaps(Map<String, Gaps> byMetric, long requests, ItlCoverage itl) {
    private static final RecordedGaps NONE = new RecordedGaps(Map.of(), 0, ItlCoverage.NONE);

    /**
     * The gaps of a metric.
     *
     * @param exact what the histogram does not keep of them
     */
    public record Gaps(Histogram histogramNs, GapHistogram.Exact exact) {}

    /**
     * Reads the file of a run.
     *
     * @throws BadInputException if it is not as a run left it
     */
    public static RecordedGaps read(Path folder) throws IOException {
        Path file = folder.resolve(GapLog.FILE_NAME);
        if (!Files.exists(file)) {
            return NONE;
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        String whole = GapComments.whole(text);
        if (whole.isEmpty()) {
            return NONE;
        }
        try {
            return of(whole);
        } catch (RuntimeException e) {
            throw new BadInputException(file + " is no log of gaps; give the file as the run left it");
        }
    }

    private static RecordedGaps of(String whole) {
        Map<String, Histogram> histograms = histograms(whole);
        Map<String, Gaps> byMetric = new LinkedHashMap<>();
        long requests = 0;
        ItlCoverage itl = ItlCoverage.NONE;
        for (String line : whole.lines().toList()) {
            if (GapComments.isExact(line)) {
                GapComments.ExactOf read = GapComments.readExact(line);
                byMetric.put(read.metric(), new Gaps(histograms.get(read.metric()), read.exact()));
            } else if (GapComments.isRequests(line)) {
                requests = GapComments.readRequests(line).completed();
                itl = GapComments.readRequests(line).itl();
            }
        }
        byMetric.forEach((metric, gaps) -> {
            if (gaps.histogramNs().getTotalCount() != gaps.exact().count()) {
                throw new IllegalArgumentException(metric);
            }
        });
        return new RecordedGaps(byMetric, requests, itl);
    }

    private static Map<String, Histogram> histograms(String whole) {
        Map<String, Histogram> byTag = new LinkedHashMap<>();
        HistogramLogReader log =
                new HistogramLogReader(new ByteArrayInputStream(whole.getBytes(StandardCharsets.US_ASCII)));
        for (EncodableHistogram next = log.nextIntervalHistogram(); next != null; next = log.nextIntervalHistogram()) {
            Histogram interval = (Histogram) next;
            byTag.merge(next.getTag(), interval, (sum, more) -> {
                sum.add(more);
                return sum;
            });
        }
        log.close();
        return byTag;
    }
}
