/**
 * The cache lens: what a prefix cache could have given each request of a finished run, what it gave, and why the rest was
 * lost. Works on the run's files, never while a run goes.
 */
package volley.report.lens;
