package volley.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The figures of one run, from the server's log, the client's records, and what its processes took. */
final class ClientFigures {
    private static final double NS_A_SECOND = 1e9;
    private static final double NS_A_MS = 1e6;
    private static final double REQUESTS_OF_CPU = 1e4;
    private static final double BYTES_A_MB = 1 << 20;

    private final ClientWork.Shape shape;
    private final ClientTool tool;
    private final List<ServedAnswer> measured;
    private final Map<ClientFigure, Double> figures = new EnumMap<>(ClientFigure.class);

    private ClientFigures(ClientWork.Shape shape, ClientTool tool, List<ServedAnswer> measured) {
        this.shape = shape;
        this.tool = tool;
        this.measured = measured;
    }

    /**
     * @param requests that the client was asked to measure: as many that came last are they, and those before them are its
     *     tests and warm-up
     * @param gapsP99Ms as the client itself has it, where it keeps no single gaps; NaN if it has none
     * @return those that there are
     */
    static Map<ClientFigure, Double> of(
            ClientWork work,
            ClientTool tool,
            int requests,
            Collection<ServedAnswer> served,
            List<ClientRecord> records,
            double gapsP99Ms,
            ClientProcess.Measured process) {
        List<ServedAnswer> measured = measured(served, requests, process.execNs());
        ClientFigures run = new ClientFigures(work.shape(), tool, measured);
        run.put(ClientFigure.REQUESTS, measured.size());
        run.put(ClientFigure.MEMORY_MB, process.peakBytes() / BYTES_A_MB);
        if (!measured.isEmpty()) {
            run.times(process);
            run.streams();
            run.arrivals();
            if (!records.isEmpty()) {
                run.errors(records, gapsP99Ms);
            }
        }
        return run.figures;
    }

    /** The last to come of those that came after the client began, in the order in which they came. */
    static List<ServedAnswer> measured(Collection<ServedAnswer> served, int requests, long execNs) {
        List<ServedAnswer> ofClient = served.stream()
                .filter(answer -> answer.requestNs() >= execNs)
                .sorted(Comparator.comparingLong(ServedAnswer::requestNs))
                .toList();
        return ofClient.subList(Math.max(0, ofClient.size() - requests), ofClient.size());
    }

    private void put(ClientFigure figure, double value) {
        if (Double.isFinite(value)) {
            figures.put(figure, value);
        }
    }

    private void putPercentiles(ClientFigure p50, ClientFigure p99, List<Double> values) {
        if (!values.isEmpty()) {
            double[] sorted = Percentile.sorted(values);
            put(p50, Percentile.of(sorted, 50));
            put(p99, Percentile.of(sorted, 99));
        }
    }

    private void times(ClientProcess.Measured process) {
        long firstNs = measured.get(0).requestNs();
        long endNs = measured.stream().mapToLong(ServedAnswer::endNs).max().orElseThrow();
        double seconds = (endNs - firstNs) / NS_A_SECOND;
        double ofCpu = REQUESTS_OF_CPU / measured.size();
        put(ClientFigure.START_S, (firstNs - process.execNs()) / NS_A_SECOND);
        put(ClientFigure.END_S, (process.exitNs() - endNs) / NS_A_SECOND);
        put(ClientFigure.REQUESTS_PER_S, measured.size() / seconds);
        put(
                ClientFigure.TOKENS_PER_S,
                measured.stream().mapToLong(ServedAnswer::tokens).sum() / seconds);
        put(ClientFigure.CPU_S_PER_10K, process.cpuSeconds() * ofCpu);
        put(ClientFigure.CPU_S_PER_10K_BETWEEN, process.cpuSecondsBetween(firstNs, endNs) * ofCpu);
    }

    /** Mean number of answers at a time, from a second after as many requests as streams have come until the last one comes. */
    private void streams() {
        if (!shape.isTimed() || shape.streams() == 0 || measured.size() <= shape.streams()) {
            return;
        }
        long fromNs = measured.get(shape.streams() - 1).requestNs() + (long) NS_A_SECOND;
        long untilNs = measured.get(measured.size() - 1).requestNs();
        if (untilNs - fromNs < NS_A_SECOND / 2) {
            return;
        }
        double sumNs = 0;
        for (ServedAnswer answer : measured) {
            sumNs += Math.max(0, Math.min(untilNs, answer.endNs()) - Math.max(fromNs, answer.requestNs()));
        }
        put(ClientFigure.STREAMS, sumNs / (untilNs - fromNs));
    }

    private void arrivals() {
        if (shape.requestsPerSecond() == 0 || measured.size() < 2) {
            return;
        }
        long firstNs = measured.get(0).requestNs();
        long lastNs = measured.get(measured.size() - 1).requestNs();
        double perSecond = (measured.size() - 1) / ((lastNs - firstNs) / NS_A_SECOND);
        put(ClientFigure.ARRIVALS_KEPT, 100 * perSecond / shape.requestsPerSecond());
        if (!tool.even()) {
            return;
        }
        List<Double> lagsMs = new ArrayList<>();
        for (int i = 0; i < measured.size(); i++) {
            double dueNs = firstNs + i * NS_A_SECOND / shape.requestsPerSecond();
            lagsMs.add((measured.get(i).requestNs() - dueNs) / NS_A_MS);
        }
        putPercentiles(ClientFigure.LAG_P50, ClientFigure.LAG_P99, lagsMs);
    }

    private void errors(List<ClientRecord> records, double gapsP99Ms) {
        Map<Long, ServedAnswer> byNumber = new HashMap<>();
        Map<Long, ServedAnswer> byPrompt = new HashMap<>();
        for (ServedAnswer answer : measured) {
            byNumber.put(answer.number(), answer);
            byPrompt.put(answer.arrival().prompt(), answer);
        }
        byPrompt.remove(ServedAnswer.NO_PROMPT);
        List<Double> ttftErrorsMs = new ArrayList<>();
        List<Double> gapErrorsMs = new ArrayList<>();
        List<Double> clientGapsMs = new ArrayList<>();
        List<Double> serverGapsMs = new ArrayList<>();
        long tooMany = 0;
        long withGaps = 0;
        for (ClientRecord record : records) {
            ServedAnswer answer = byNumber.getOrDefault(record.number(), byPrompt.get(record.prompt()));
            if (answer == null) {
                continue;
            }
            ttftErrorsMs.add(record.ttftMs() - (answer.firstNs() - answer.requestNs()) / NS_A_MS);
            double[] sentMs = answer.gapsMs();
            for (double gap : sentMs) {
                serverGapsMs.add(gap);
            }
            double[] gapsMs = record.gapsMs();
            if (gapsMs == null) {
                continue;
            }
            withGaps++;
            tooMany += gapsMs.length - sentMs.length;
            for (double gap : gapsMs) {
                clientGapsMs.add(gap);
            }
            int before = gapsMs.length - sentMs.length >= tool.gapsBefore() ? tool.gapsBefore() : 0;
            if (gapsMs.length - before >= sentMs.length) {
                for (int i = 0; i < sentMs.length; i++) {
                    gapErrorsMs.add(Math.abs(gapsMs[before + i] - sentMs[i]));
                }
            }
        }
        put(ClientFigure.JOINED, 100.0 * ttftErrorsMs.size() / measured.size());
        putPercentiles(ClientFigure.TTFT_ERROR_P50, ClientFigure.TTFT_ERROR_P99, ttftErrorsMs);
        putPercentiles(ClientFigure.GAP_ERROR_P50, ClientFigure.GAP_ERROR_P99, gapErrorsMs);
        if (withGaps > 0) {
            put(ClientFigure.GAPS_TOO_MANY, (double) tooMany / withGaps);
        }
        double clientP99Ms = clientGapsMs.isEmpty() ? gapsP99Ms : Percentile.of(Percentile.sorted(clientGapsMs), 99);
        if (!serverGapsMs.isEmpty()) {
            put(ClientFigure.GAPS_P99_ERROR, clientP99Ms - Percentile.of(Percentile.sorted(serverGapsMs), 99));
        }
    }
}
