package volley.report.compare;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import volley.config.BadInputException;

/**
 * A condition under which a comparison fails, judged by the interval of the change and not by the change.
 *
 * @param text as it was given, such as {@code ttft.p99 > +5%}
 * @param above whether it fails above the limit; else below
 * @param limit of the change, in per cent or percentage points, or in the figure's unit
 * @param absolute whether it is in the figure's unit
 */
public record Gate(String text, SetFigure figure, boolean above, double limit, boolean absolute) {
    private static final Pattern FORM =
            Pattern.compile("\\s*([a-z0-9_.]+)\\s*([<>])\\s*([+-]?\\d+(?:\\.\\d+)?)\\s*(%|pp|ms|s|)\\s*");

    /** What the interval says to it. */
    public enum Outcome {
        /** All of the interval lies where the comparison may. */
        HOLDS,
        /** All of it lies beyond the limit. */
        FAILS,
        /** The limit lies in it, or there is none. */
        CANNOT_TELL
    }

    /** @throws BadInputException if it is none */
    public static Gate of(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new BadInputException("--fail-if '" + text
                    + "' is no condition; give a figure, < or > and a change, such as 'ttft.p99 > +5%'");
        }
        SetFigure figure = SetFigure.named(parts.group(1))
                .orElseThrow(() -> new BadInputException("--fail-if '" + text + "' names no figure; give one such as"
                        + " ttft.mean, ttft.p99, tpot.mean, output_throughput or cache_hit_rate"));
        String unit = parts.group(4);
        boolean fits =
                switch (unit) {
                    case "%" -> !figure.isShare();
                    case "pp" -> figure.isShare();
                    case "" -> !figure.isShare();
                    default -> figure.metric().unit().symbol().equals(unit);
                };
        if (!fits) {
            throw new BadInputException(
                    "--fail-if '" + text + "' has a unit that " + figure.id() + " does not have; give "
                            + (figure.isShare()
                                    ? "percentage points, such as -2pp"
                                    : "% or " + figure.metric().unit().symbol()));
        }
        return new Gate(
                text.strip(),
                figure,
                parts.group(2).equals(">"),
                Double.parseDouble(parts.group(3)),
                !unit.equals("%") && !unit.equals("pp"));
    }

    /** Judges a change of its figure, which may be missing. */
    public Outcome judge(Optional<SetChange> change) {
        if (change.isEmpty() || change.get().evidence().runs() < Evidence.FEWEST_RUNS) {
            return Outcome.CANNOT_TELL;
        }
        Bootstrap.Interval interval = interval(change.get()).orElseThrow();
        if (above ? interval.low() > limit : interval.high() < limit) {
            return Outcome.FAILS;
        }
        return (above ? interval.high() <= limit : interval.low() >= limit) ? Outcome.HOLDS : Outcome.CANNOT_TELL;
    }

    /** What came of it, in a line; the change is told in the unit of the limit. */
    public String line(String set, Optional<SetChange> change, Outcome outcome) {
        String seen = change.map(each -> interval(each)
                        .map(interval -> String.format(
                                Locale.ROOT,
                                "%+.1f %s, 95 %% interval %+.1f to %+.1f",
                                absolute ? each.evidence().difference() : each.change(figure.isShare()),
                                unit(),
                                interval.low(),
                                interval.high()))
                        .orElse("one run has no interval"))
                .orElse("a run does not have it");
        String said =
                switch (outcome) {
                    case HOLDS -> "passed";
                    case FAILS -> "FAILED";
                    case CANNOT_TELL -> "CANNOT TELL"
                            + (change.isPresent() && change.get().evidence().runs() < Evidence.FEWEST_RUNS
                                    ? ", at least " + Evidence.FEWEST_RUNS + " runs of each are needed"
                                    : "");
                };
        return "Gate  " + text + "  " + set + ": " + said + " (" + seen + ")";
    }

    /** In the unit of the limit; empty for one run. */
    private Optional<Bootstrap.Interval> interval(SetChange change) {
        if (!absolute) {
            return change.interval(figure.isShare());
        }
        Evidence evidence = change.evidence();
        return evidence.runs() < 2
                ? Optional.empty()
                : Optional.of(new Bootstrap.Interval(evidence.low(), evidence.high()));
    }

    private String unit() {
        if (absolute) {
            return figure.metric().unit().symbol();
        }
        return figure.isShare() ? "percentage points" : "%";
    }
}
