package volley.report.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import volley.report.summary.RecordedSummary;

/**
 * How a figure of one set of runs differs from that of another.
 *
 * @param from mean over the runs of one set, in the unit shown
 * @param to the same of the other
 * @param evidence what the runs say, for this figure alone (95 %)
 * @param verdict of the four figures that a comparison judges, with an interval that holds for all of them; empty for others
 */
public record SetChange(double from, double to, Evidence evidence, Optional<Verdict> verdict) {
    /**
     * Compares a figure. Runs are paired if both sets have the same plans in the same order.
     *
     * @return empty if a set does not have it in every run
     */
    static Optional<SetChange> of(SetFigure figure, RunSet from, RunSet to, SmallestEffect smallest) {
        Optional<double[]> fromValues = values(figure, from);
        Optional<double[]> toValues = values(figure, to);
        if (fromValues.isEmpty() || toValues.isEmpty()) {
            return Optional.empty();
        }
        double[] a = fromValues.get();
        double[] b = toValues.get();
        boolean paired = from.plans().equals(to.plans());
        double fromMean = Arrays.stream(a).average().orElseThrow();
        Optional<Verdict> verdict = figure.judged().map(judged -> evidence(a, b, paired, ComparedFigure.COUNT)
                .verdict(smallest.ms(judged.metric(), fromMean)));
        return Optional.of(
                new SetChange(fromMean, Arrays.stream(b).average().orElseThrow(), evidence(a, b, paired, 1), verdict));
    }

    private static Evidence evidence(double[] from, double[] to, boolean paired, int figures) {
        return paired
                ? Evidence.paired(
                        IntStream.range(0, from.length)
                                .mapToDouble(run -> to[run] - from[run])
                                .toArray(),
                        figures)
                : Evidence.independent(from, to, figures);
    }

    static Optional<double[]> values(SetFigure figure, RunSet set) {
        List<OptionalDouble> values = set.summaries().stream()
                .map((RecordedSummary each) -> figure.value().apply(each))
                .toList();
        return values.stream().allMatch(OptionalDouble::isPresent)
                ? Optional.of(
                        values.stream().mapToDouble(OptionalDouble::getAsDouble).toArray())
                : Optional.empty();
    }

    /** The change in per cent of {@code from}; of a share the difference in percentage points. */
    public double change(boolean share) {
        return relative(to - from, share);
    }

    /** Ends of the 95 % interval of that; absent with fewer than two runs of a set. The spread of {@code from} is left out. */
    public Optional<Bootstrap.Interval> interval(boolean share) {
        return Double.isNaN(evidence.halfWidth())
                ? Optional.empty()
                : Optional.of(
                        new Bootstrap.Interval(relative(evidence.low(), share), relative(evidence.high(), share)));
    }

    private double relative(double difference, boolean share) {
        return share ? difference : 100 * difference / Math.abs(from);
    }
}
