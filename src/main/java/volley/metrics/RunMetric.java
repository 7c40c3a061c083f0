package volley.metrics;

import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A figure a run has once.
 *
 * @param figure the figure in its kept unit, empty where it cannot be computed
 */
public record RunMetric(
        int order, String id, String label, String formula, Unit unit, Function<RunTotals, OptionalDouble> figure)
        implements Metric {

    /** The figure in the unit shown. */
    public OptionalDouble shown(RunTotals totals) {
        OptionalDouble kept = figure.apply(totals);
        return kept.isPresent() ? OptionalDouble.of(unit.toShown(kept.getAsDouble())) : kept;
    }
}
