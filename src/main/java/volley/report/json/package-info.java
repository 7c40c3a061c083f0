/** Writing JSON that is always valid, and text of others that cannot break a line or a terminal. Must not: knowing a file. */
package volley.report.json;
