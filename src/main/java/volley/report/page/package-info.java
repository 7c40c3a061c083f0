/**
 * Volley's own page, {@code volley.html}: made from the files of a run's folder and from nothing else, so that it can be
 * made anew at any time.
 */
package volley.report.page;
