package volley.metrics;

import java.util.function.ToLongFunction;

/**
 * A figure each completed request has once, kept exactly.
 *
 * @param figure the figure in its kept unit, or {@link RequestFigures#ABSENT}
 */
public record RequestMetric(
        int order, String id, String label, String formula, Unit unit, ToLongFunction<RequestFigures> figure)
        implements Metric {}
