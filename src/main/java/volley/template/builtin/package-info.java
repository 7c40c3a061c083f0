/**
 * What a chat template finds built in: methods of strings, dicts and lists, jinja2's filters, tests and global
 * functions, with the changes transformers makes (its own {@code tojson}, {@code raise_exception},
 * {@code strftime_now}, no names with an underline in a namespace). Nothing here parses templates.
 */
package volley.template.builtin;
