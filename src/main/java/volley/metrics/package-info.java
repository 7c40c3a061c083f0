/**
 * Figures computed from raw events ({@link volley.client.Exchange}), and their distributions over a run.
 *
 * <p>The way of a turn: {@link volley.metrics.RunAccumulator} takes a {@link volley.metrics.TurnRecord}, computes its
 * {@link volley.metrics.RequestFigures} and adds them up; {@link volley.metrics.RunFigures} is the result. What there
 * is to report stands in {@link volley.metrics.MetricCatalogue}: a new metric is a new constant of {@link volley.metrics.RunMetric},
 * {@link volley.metrics.RequestMetric} or {@link volley.metrics.GapMetric}, and nothing else.
 *
 * <p>A figure that cannot be computed is absent, never 0. Must not: writing files or formatting for people; that is
 * {@code volley.report}.
 */
package volley.metrics;
