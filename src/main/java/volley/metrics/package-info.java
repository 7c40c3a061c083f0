/**
 * Figures computed from raw events ({@link volley.client.Exchange}), and their distributions over a run.
 *
 * <p>A figure that cannot be computed is absent, never 0. Must not: writing files or formatting for people; that is
 * {@code volley.report}.
 */
package volley.metrics;
