package volley.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import volley.report.folder.RunRequests;
import volley.report.folder.RunRequests.Field;

/**
 * The run over time, in intervals of equal length: latencies by when the request was sent, completions and failures by
 * when it ended, requests in flight at the interval's end.
 */
final class Timeline {
    private static final int MOST_INTERVALS = 120;
    private static final double NS_PER_S = 1e9;
    private static final double[] STEPS = {1, 2, 5};

    private final RunRequests requests;
    private final Map<String, SortedFigure> latencies;
    private final double stepS;
    private final int count;

    private Timeline(RunRequests requests, Map<String, SortedFigure> latencies) {
        this.requests = requests;
        this.latencies = latencies;
        double lastS = 0;
        for (int row = 0; row < requests.size(); row++) {
            if (requests.get(Field.SENT_NS, row) != RunRequests.ABSENT) {
                lastS = Math.max(lastS, Math.max(0, requests.get(Field.END_NS, row)) / NS_PER_S);
            }
        }
        stepS = step(lastS / MOST_INTERVALS);
        count = (int) (lastS / stepS) + 1;
    }

    /** @param latencies by name, in the order in which an interval has them */
    static ObjectNode of(RunRequests requests, Map<String, SortedFigure> latencies) {
        return new Timeline(requests, latencies).build();
    }

    /** The next of 1, 2, 5 times a power of ten; at least 0.1 s. */
    private static double step(double atLeastS) {
        double power = 0.1;
        while (true) {
            for (double step : STEPS) {
                if (step * power >= atLeastS) {
                    return step * power;
                }
            }
            power *= 10;
        }
    }

    private ObjectNode build() {
        int[] sent = new int[count];
        int[] ended = new int[count];
        int[] completed = new int[count];
        int[] intervalOfRow = new int[requests.size()];
        Arrays.fill(intervalOfRow, SortedFigure.NO_GROUP);
        for (int row = 0; row < requests.size(); row++) {
            if (requests.get(Field.SENT_NS, row) == RunRequests.ABSENT) {
                continue;
            }
            int start = interval(Field.SENT_NS, row);
            int end = interval(Field.END_NS, row);
            sent[start]++;
            ended[end]++;
            if (requests.ok(row)) {
                completed[end]++;
                intervalOfRow[row] = start;
            }
        }
        Map<String, long[][]> byInterval = new LinkedHashMap<>();
        latencies.forEach((name, sorted) -> byInterval.put(name, sorted.byGroup(intervalOfRow, count)));
        ObjectNode timeline = JsonNodeFactory.instance.objectNode();
        timeline.put("step_s", stepS);
        ArrayNode intervals = timeline.putArray("intervals");
        int inFlight = 0;
        for (int i = 0; i < count; i++) {
            inFlight += sent[i] - ended[i];
            ObjectNode interval = intervals.addObject();
            interval.put("t_s", Math.round(i * stepS * 1000) / 1000.0);
            interval.put("sent", sent[i]);
            interval.put("completed", completed[i]);
            interval.put("failed", ended[i] - completed[i]);
            interval.put("in_flight", inFlight);
            int at = i;
            byInterval.forEach((name, parts) -> Percentiles.put(interval, name, parts[at]));
        }
        return timeline;
    }

    private int interval(Field field, int row) {
        double s = Math.max(0, requests.get(field, row)) / NS_PER_S;
        return Math.min(count - 1, (int) (s / stepS));
    }
}
