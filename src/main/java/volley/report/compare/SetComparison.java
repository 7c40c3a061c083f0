package volley.report.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Sets of runs side by side, each compared with the first.
 *
 * @param sets at least two
 * @param rows of the figures that any of them has
 * @param requests what the requests of single runs of one plan say, where there is one run of each set only
 */
public record SetComparison(List<RunSet> sets, List<Row> rows, List<String> requests) {
    /**
     * A figure.
     *
     * @param values mean over the runs of each set; NaN where a run does not have it
     * @param changes of each set but the first
     */
    @SuppressWarnings("ArrayRecordComponent") // figures to be shown; never compared
    public record Row(SetFigure figure, double[] values, List<Optional<SetChange>> changes) {}

    /** Compares them. */
    public static SetComparison of(List<RunSet> sets, SmallestEffect smallest) {
        List<Row> rows = new ArrayList<>();
        for (SetFigure figure : SetFigure.all()) {
            double[] values = sets.stream()
                    .mapToDouble(set -> SetChange.values(figure, set)
                            .map(Statistic.MEAN::of)
                            .orElse(Double.NaN))
                    .toArray();
            List<Optional<SetChange>> changes = sets.stream()
                    .skip(1)
                    .map(set -> SetChange.of(figure, sets.get(0), set, smallest))
                    .toList();
            if (Arrays.stream(values).anyMatch(value -> !Double.isNaN(value))) {
                rows.add(new Row(figure, values, changes));
            }
        }
        return new SetComparison(List.copyOf(sets), List.copyOf(rows), requests(sets, smallest));
    }

    /** Whether every set has the plans of the first. */
    public boolean samePlans() {
        return sets.stream().allMatch(set -> set.plans().equals(sets.get(0).plans()));
    }

    /** Runs of each set, the fewest. */
    public int fewestRuns() {
        return sets.stream().mapToInt(set -> set.folders().size()).min().orElseThrow();
    }

    private static List<String> requests(List<RunSet> sets, SmallestEffect smallest) {
        List<String> sentences = new ArrayList<>();
        List<ComparedRun> first = sets.get(0).read();
        for (RunSet set : sets.subList(1, sets.size())) {
            if (set.folders().size() == 1 && set.plans().equals(sets.get(0).plans())) {
                for (ComparedFigure figure : ComparedFigure.values()) {
                    Difference.of(figure, first, set.read(), RunUnit.REPEAT, smallest)
                            .flatMap(difference -> difference.within().map(within -> sentence(difference, within)))
                            .ifPresent(sentences::add);
                }
            }
        }
        return sentences;
    }

    private static String sentence(Difference difference, Bootstrap.Interval within) {
        return difference.to() + ": " + difference.figure().title() + " of " + difference.pairs()
                + " paired requests differs by " + TimeText.of(within.low(), "to", within.high())
                + " (95 %, between conversations of one run each)";
    }
}
