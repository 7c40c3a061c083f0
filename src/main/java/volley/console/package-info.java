/** What is drawn on standard error while something takes its time. */
package volley.console;
