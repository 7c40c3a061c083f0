/**
 * What a run ends with: {@code summary.json}, the console table, {@code junit.xml}, and the table of a sweep. {@link
 * volley.report.summary.RecordedSummary} reads {@code summary.json} back.
 *
 * <p>Must not: reading a run's other files; computing a figure that {@code volley.metrics} does not define.
 */
package volley.report.summary;
