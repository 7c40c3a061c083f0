package volley.report.compare;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * How one server's figure differs from another's over the requests both answered, and whether that can be believed. Times in
 * ms.
 *
 * @param figure that is compared
 * @param pairs requests compared, over all repeats
 * @param fromValue the figure on the server {@code from}, mean over the repeats
 * @param toValue the same on {@code to}
 * @param between what the repeats say; {@code to - from}
 * @param within the 95 % interval of the mean over the requests, by a bootstrap of whole conversations; absent for a
 *     percentile
 * @param unit what was repeated
 * @param smallestMs the smallest difference that matters
 */
public record Difference(
        ComparedFigure figure,
        String from,
        String to,
        int pairs,
        double fromValue,
        double toValue,
        Evidence between,
        Optional<Bootstrap.Interval> within,
        RunUnit unit,
        double smallestMs) {
    /**
     * Compares the repeats of two servers, each with that of the same plan.
     *
     * @param from at least one run
     * @param to as many
     * @return empty if no request has the figure on both
     */
    static Optional<Difference> of(
            ComparedFigure figure,
            List<ComparedRun> from,
            List<ComparedRun> to,
            RunUnit unit,
            SmallestEffect smallest) {
        List<Pairs> runs = IntStream.range(0, Math.min(from.size(), to.size()))
                .mapToObj(run -> Pairs.of(figure.metric(), from.get(run), to.get(run)))
                .filter(pairs -> pairs.size() > 0)
                .toList();
        if (runs.isEmpty()) {
            return Optional.empty();
        }
        List<Pairs> units = unit == RunUnit.STRETCH ? runs.get(0).stretches(RunUnit.STRETCHES) : runs;
        Statistic statistic = figure.statistic();
        double[] fromValues =
                units.stream().mapToDouble(pairs -> statistic.of(pairs.from())).toArray();
        double[] toValues =
                units.stream().mapToDouble(pairs -> statistic.of(pairs.to())).toArray();
        double[] differences = IntStream.range(0, units.size())
                .mapToDouble(run -> toValues[run] - fromValues[run])
                .toArray();
        double fromValue = Statistic.MEAN.of(fromValues);
        return Optional.of(new Difference(
                figure,
                from.get(0).server(),
                to.get(0).server(),
                runs.stream().mapToInt(Pairs::size).sum(),
                fromValue,
                Statistic.MEAN.of(toValues),
                Evidence.paired(differences, ComparedFigure.COUNT),
                statistic == Statistic.MEAN
                        ? Optional.of(Bootstrap.ofMean(
                                runs.stream()
                                        .flatMap(pairs -> pairs.byConversation().stream())
                                        .toList(),
                                from.get(0).seed()))
                        : Optional.empty(),
                unit,
                smallest.ms(figure.metric(), fromValue)));
    }

    /** The difference, ms; below 0 if {@code to} is faster. */
    public double ms() {
        return between.difference();
    }

    /**
     * Real only if the repeats say so and the requests too: a difference that a few conversations make alone is none of the
     * servers'.
     */
    public Verdict verdict() {
        Verdict verdict = between.verdict(smallestMs);
        return verdict == Verdict.REAL && within.isPresent() && !within.get().excludesZero()
                ? Verdict.NOT_ENOUGH_RUNS
                : verdict;
    }

    /** Whether it is there and large enough to matter. */
    public boolean real() {
        return verdict() == Verdict.REAL;
    }

    /** How many more runs of each server would do, where there are not enough; empty if very many. */
    public OptionalLong furtherRuns() {
        return verdict() == Verdict.NOT_ENOUGH_RUNS ? between.furtherRuns(smallestMs) : OptionalLong.empty();
    }

    /** What a reader takes from it. */
    public String sentence() {
        return switch (verdict()) {
            case REAL -> format(
                    "%s against %s: %s %s%s %s, %s. Real: %s.",
                    to,
                    from,
                    title(),
                    TimeText.of(Math.abs(ms())),
                    fromValue == 0 ? "" : format(" (%.0f %%)", 100 * Math.abs(ms()) / fromValue),
                    ms() < 0 ? "shorter" : "longer",
                    TimeText.of(toValue, "instead of", fromValue),
                    interval());
            case NO_DIFFERENCE_THAT_MATTERS -> format(
                    "%s and %s: no difference that matters in %s (%s): %s; what matters begins at %s.",
                    from, to, title(), values(), interval(), TimeText.of(smallestMs));
            case NOT_ENOUGH_RUNS -> format(
                    "%s and %s: not enough runs to tell whether %s differs (%s; %s): %s.",
                    from, to, title(), values(), interval(), wanted());
        };
    }

    /** A percentile within a stretch is none of the whole run, which is told elsewhere. */
    private String title() {
        return figure.title()
                + (unit == RunUnit.STRETCH && figure.statistic() != Statistic.MEAN ? " within a stretch" : "");
    }

    private String values() {
        return TimeText.of(fromValue, "and", toValue);
    }

    private String interval() {
        String over = "over " + unit.count(between.runs());
        return between.runs() < 2
                ? over
                : "the 95 % interval of the difference is " + TimeText.of(between.low(), "to", between.high()) + " "
                        + over;
    }

    private String wanted() {
        OptionalLong further = furtherRuns();
        if (further.isEmpty()) {
            return "very many more would be needed, for it lies near what matters (" + TimeText.of(smallestMs) + ")";
        }
        long more = further.getAsLong();
        if (unit == RunUnit.STRETCH) {
            return format("a run %.1f times as long would do", 1 + (double) more / between.runs());
        }
        return more == 1 ? "1 more would do" : format("%,d more would do", more);
    }

    private static String format(String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
