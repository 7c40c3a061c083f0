/**
 * A run's folder and what goes into it beside the figures: what the results say of the run, the command that repeats it,
 * and what is made of the files once they are written (cache lens, pages). The formats themselves are
 * {@code volley.report}'s.
 */
package volley.results;
