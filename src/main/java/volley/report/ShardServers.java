package volley.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import volley.report.folder.ServerMetricsFile;
import volley.servermetrics.ServerSample;
import volley.servermetrics.ServerSeries;

/**
 * What the servers told of themselves to the shard that listened longest. All ask the same servers, and begin before the first
 * request: what they told to the last one is of the whole. Answers of several are not mixed, since clocks that differ would
 * make counters fall.
 */
final class ShardServers {
    private ShardServers() {}

    /**
     * Reads the shards' files.
     *
     * @param offsetsNs from the whole's start to each shard's
     * @return on the whole's clock; empty if a shard has none
     */
    static Optional<ServerSeries> of(List<Path> folders, long[] offsetsNs) throws IOException {
        Optional<ServerSeries> longest = Optional.empty();
        for (int i = 0; i < offsetsNs.length; i++) {
            Optional<ServerSeries> told = ServerMetricsFile.read(folders.get(i));
            if (told.isEmpty() || told.get().samples().isEmpty()) {
                return Optional.empty();
            }
            ServerSeries series = ServerSeries.since(-offsetsNs[i], told.get().samples());
            if (longest.isEmpty() || lastNs(series) > lastNs(longest.get())) {
                longest = Optional.of(series);
            }
        }
        return longest;
    }

    private static long lastNs(ServerSeries series) {
        List<ServerSample> samples = series.samples();
        return samples.get(samples.size() - 1).timeNs();
    }
}
