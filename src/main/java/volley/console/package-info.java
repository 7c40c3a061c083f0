/**
 * Standard error as the place where progress is drawn: whether it is a terminal, and bars that suit it. Must not: know what
 * takes its time, or print results.
 */
package volley.console;
