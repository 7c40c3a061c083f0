package volley.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import volley.config.BadInputException;
import volley.config.JsonFile;
import volley.metrics.Metric;
import volley.metrics.MetricCatalogue;
import volley.metrics.RunMetric;
import volley.report.folder.RecordedGaps;
import volley.report.folder.RunRequests;
import volley.report.folder.RunRequests.Field;
import volley.report.folder.ServerMetricsFile;
import volley.report.lens.LensFiles;
import volley.report.lens.LossCause;
import volley.report.summary.SummaryJson;

/** All that the page shows, as one JSON object made from the files of a run's folder. */
final class PageData {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** More points than this show nothing more. */
    private static final int MOST_PLACES = 2000;

    private static final long NS_PER_MS = 1_000_000;
    private static final String TTFT = "ttft";

    /** Those a reader may want, in the order in which they are named. */
    private static final List<String> FILES = List.of(
            SummaryJson.FILE_NAME,
            "requests.jsonl",
            "answers.jsonl",
            "gaps.hlog",
            "interference.jsonl",
            ServerMetricsFile.NAME,
            ServerMetricsFile.CSV_NAME,
            "junit.xml",
            "run.json",
            LensFiles.SUMMARY,
            LensFiles.REQUESTS);

    private PageData() {}

    /** @throws BadInputException if the folder is not that of a finished run */
    static ObjectNode of(Path folder) throws IOException {
        return of(folder, () -> RunRequests.read(folder));
    }

    /** As the other, for who has the requests. */
    static ObjectNode of(Path folder, Supplier<RunRequests> requestsOfFolder) throws IOException {
        JsonNode summary = summary(folder);
        RunRequests requests = requestsOfFolder.get();
        Map<String, SortedFigure> latencies = new LinkedHashMap<>();
        latencies.put(TTFT, new SortedFigure(requests, Field.TTFT_NS));
        latencies.put("tpot", new SortedFigure(requests, Field.TPOT_NS));
        latencies.put("e2e_latency", new SortedFigure(requests, Field.E2E_NS));
        ObjectNode data = JSON.createObjectNode();
        data.set("summary", summary);
        data.set("labels", labels());
        data.set("distributions", distributions(folder, latencies));
        data.set("caches", CacheSizes.read(folder));
        data.set("timeline", Timeline.of(requests, latencies));
        data.set("server_timeline", ServerTimeline.of(folder));
        data.set("by_turn", byTurn(requests, latencies.get(TTFT)));
        data.set("order", order(requests));
        JsonNode lens = lens(folder);
        data.set("lens", lens);
        if (lens != null) {
            CacheBenefit.of(requests, lens).ifPresent(benefit -> data.set("cache_benefit", benefit));
        }
        data.put("command", command(folder));
        boolean leftOut =
                summary.path("parameters").path("gatling-report").asText().equals("false");
        data.put("gatling", !leftOut && gatlingIsIn(folder));
        data.put("of_sweep", RateFolder.is(folder));
        ArrayNode files = data.putArray("files");
        FILES.stream().filter(file -> Files.exists(folder.resolve(file))).forEach(files::add);
        return data;
    }

    /** @throws BadInputException if the folder has none */
    static JsonNode summary(Path folder) throws IOException {
        Path summary = folder.resolve(SummaryJson.FILE_NAME);
        if (!Files.exists(summary)) {
            throw new BadInputException("no " + SummaryJson.FILE_NAME + " in " + folder
                    + "; give the folder of a run that came to its end");
        }
        return JsonFile.read(summary);
    }

    /** What repeats the run, or null. */
    static String command(Path folder) throws IOException {
        Path command = folder.resolve(CommandFile.NAME);
        return Files.exists(command) ? Files.readString(command).strip() : null;
    }

    /** Gatling writes its page after Volley's, from its log. */
    static boolean gatlingIsIn(Path folder) {
        return Files.exists(folder.resolve("index.html")) || Files.exists(folder.resolve("simulation.log"));
    }

    private static ObjectNode labels() {
        ObjectNode labels = JSON.createObjectNode();
        for (Metric metric : MetricCatalogue.ALL) {
            labels.putObject(metric.id())
                    .put("label", metric.label())
                    .put("formula", metric.formula())
                    .put("of_run", metric instanceof RunMetric);
        }
        return labels;
    }

    private static ObjectNode distributions(Path folder, Map<String, SortedFigure> latencies) throws IOException {
        ObjectNode distributions = JSON.createObjectNode();
        new TreeMap<>(latencies).forEach((name, sorted) -> distributions.set(name, sorted.distribution()));
        RecordedGaps.read(folder)
                .byMetric()
                .forEach((metric, gaps) -> distributions.set(metric, Distribution.ofNs(gaps.histogramNs())));
        return distributions;
    }

    private static ArrayNode byTurn(RunRequests requests, SortedFigure ttft) {
        SortedMap<Long, int[]> counts = new TreeMap<>();
        for (int row = 0; row < requests.size(); row++) {
            if (requests.ok(row)) {
                counts.computeIfAbsent(requests.get(Field.TURN, row), turn -> new int[1])[0]++;
            }
        }
        List<Long> indexes = List.copyOf(counts.keySet());
        int[] group = new int[requests.size()];
        Map<Long, Integer> groups = new HashMap<>();
        indexes.forEach(turn -> groups.put(turn, groups.size()));
        for (int row = 0; row < group.length; row++) {
            group[row] = groups.getOrDefault(requests.get(Field.TURN, row), SortedFigure.NO_GROUP);
        }
        long[][] byGroup = ttft.byGroup(group, indexes.size());
        ArrayNode turns = JSON.createArrayNode();
        counts.forEach((turn, count) -> {
            ObjectNode node = turns.addObject().put("turn", turn + 1).put("requests", count[0]);
            Percentiles.put(node, TTFT, byGroup[groups.get(turn)]);
        });
        return turns;
    }

    private static ObjectNode order(RunRequests requests) {
        OrderContract contract = OrderContract.of(requests);
        ObjectNode order = JSON.createObjectNode();
        order.put("sent", contract.sent());
        order.put("ticket_inversions", contract.ticketInversions());
        order.put("ticket_displaced", contract.ticketDisplaced());
        order.put("round_robin_inversions", contract.roundRobinInversions());
        order.put("round_robin_displaced", contract.roundRobinDisplaced());
        ArrayNode places = order.putArray("places");
        int step = Math.max(1, contract.places().length / MOST_PLACES);
        for (int i = 0; i < contract.places().length; i += step) {
            places.addArray().add(i + 1).add(contract.places()[i] + 1);
        }
        long[] waits = requests.values(Field.CLIENT_QUEUE_NS, requests.rowsBy(Field.CLIENT_QUEUE_NS));
        Percentiles.put(order, "wait", waits);
        order.put("wait_max", Distribution.round((waits.length == 0 ? 0 : waits[waits.length - 1]) / 1e6));
        int over = waits.length;
        while (over > 0 && waits[over - 1] > NS_PER_MS) {
            over--;
        }
        order.put("waited_over_1_ms", (long) waits.length - over);
        return order;
    }

    /** {@code null} if the run has none: its tokenizer had no chat template, or it was ended before its analysis. */
    private static JsonNode lens(Path folder) throws IOException {
        Path file = folder.resolve(LensFiles.SUMMARY);
        if (!Files.exists(file)) {
            return JSON.nullNode();
        }
        ObjectNode lens = JsonFile.read(file);
        if (!lens.has("all")) {
            return lens;
        }
        ObjectNode causes = lens.putObject("causes");
        for (LossCause cause : LossCause.values()) {
            causes.put(cause.id(), cause.label());
        }
        return lens;
    }
}
