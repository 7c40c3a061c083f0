package volley.metrics;

import java.util.function.ToLongFunction;

/**
 * A figure as another tool defines it, from the same requests, so that results can be laid side by side.
 *
 * @param tool whose definition it is
 * @param percentiles how that tool reads percentiles
 * @param figure the figure in its kept unit, or {@link RequestFigures#ABSENT}, from a request's figures by metric
 */
public record DialectMetric(
        int order,
        String id,
        String tool,
        String label,
        String formula,
        Unit unit,
        PercentileRule percentiles,
        ToLongFunction<ToLongFunction<RequestMetric>> figure)
        implements Metric {}
