/**
 * Which conversation's turn goes next, who waits for it or for other conversations, and what is skipped after a failure.
 *
 * <p>Nobody waits by blocking a thread: a slot that finds nothing ready leaves a callback. Must not: HTTP, metrics,
 * Gatling.
 */
package volley.turns;
