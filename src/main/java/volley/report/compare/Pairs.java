package volley.report.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The turns that two runs of one plan both completed with a figure, in the order of the plan. Times in ms.
 *
 * @param conversations index of each turn's conversation
 * @param from its figure in one run
 * @param to the same in the other
 */
@SuppressWarnings("ArrayRecordComponent") // only computed with
record Pairs(int[] conversations, double[] from, double[] to) {
    static Pairs of(ComparedMetric metric, ComparedRun fromRun, ComparedRun toRun) {
        Map<MeasuredTurn.Key, Double> from = new HashMap<>();
        fromRun.turns().forEach(turn -> from.put(turn.key(), metric.of(turn)));
        List<MeasuredTurn> both = toRun.turns().stream()
                .filter(turn ->
                        !Double.isNaN(metric.of(turn)) && !Double.isNaN(from.getOrDefault(turn.key(), Double.NaN)))
                .sorted(Comparator.comparingInt(MeasuredTurn::conversation).thenComparingInt(MeasuredTurn::turn))
                .toList();
        return new Pairs(
                both.stream().mapToInt(MeasuredTurn::conversation).toArray(),
                both.stream().mapToDouble(turn -> from.get(turn.key())).toArray(),
                both.stream().mapToDouble(metric::of).toArray());
    }

    int size() {
        return from.length;
    }

    /** Cut into stretches of as many pairs each, one after the other; fewer where there are not so many pairs. */
    List<Pairs> stretches(int number) {
        int parts = Math.min(number, size());
        return IntStream.range(0, parts)
                .mapToObj(part -> {
                    int begin = (int) ((long) size() * part / parts);
                    int end = (int) ((long) size() * (part + 1) / parts);
                    return new Pairs(
                            Arrays.copyOfRange(conversations, begin, end),
                            Arrays.copyOfRange(from, begin, end),
                            Arrays.copyOfRange(to, begin, end));
                })
                .toList();
    }

    /** The differences, {@code to - from}, of each conversation. */
    List<double[]> byConversation() {
        Map<Integer, List<Double>> groups = new TreeMap<>();
        for (int i = 0; i < size(); i++) {
            groups.computeIfAbsent(conversations[i], each -> new ArrayList<>()).add(to[i] - from[i]);
        }
        return groups.values().stream()
                .map(values -> values.stream().mapToDouble(Double::doubleValue).toArray())
                .toList();
    }
}
