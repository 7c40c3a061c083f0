/**
 * Volley's own pages: {@code volley.html} of a run and of a sweep, the page of {@code bin/volley compare}, and
 * {@code comparison.html}. Each is one file from one template, made from the files in the folders and from nothing else, so
 * that it can be made anew at any time. Head, cards, tables, charts and theme stand once, in the resources of
 * {@code volley/report}; a class here gathers what one kind of page shows. No figure is computed here that is not drawn.
 */
package volley.report.page;
