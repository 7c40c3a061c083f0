/**
 * Results for people and tools, all through {@link volley.report.Results}. Its packages, each of which may use those above it:
 *
 * <ul>
 *   <li>{@code json} and {@code folder}: what is written as a run goes, and read back
 *   <li>{@code line} and {@code summary}: what it ends with
 *   <li>this package: a run's results, those of a killed run, those of several runs together
 *   <li>{@code lens}, {@code compare} and {@code page}: what is made of the files afterwards
 *   <li>{@code cli}: the commands for that
 * </ul>
 *
 * <p>Each format is one class with a golden file in the tests. Must not: computing a figure that {@code volley.metrics}
 * does not define.
 */
package volley.report;
