/**
 * Results for people and tools, all through {@link volley.report.Results}: console table, {@code requests.jsonl},
 * {@code summary.json}, the upstream-compatible result line.
 *
 * <p>Each format is one class with a golden file in the tests. Must not: computing a figure that
 * {@code volley.metrics} does not define.
 */
package volley.report;
