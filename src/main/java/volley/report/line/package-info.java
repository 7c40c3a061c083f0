/**
 * The line that a run appends to its output file, as the tools that Volley follows write it.
 *
 * <p>Must not: computing a figure that {@code volley.metrics} does not define.
 */
package volley.report.line;
