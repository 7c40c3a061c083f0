/**
 * What a run will do, fixed before anything is sent: conversations, order policy, arrival times, seeds and salt, and
 * the SHA-256 that names it.
 *
 * <p>Each thing that is drawn has a random stream of its own, so that none depends on another. Must not: clocks,
 * servers, Gatling.
 */
package volley.plan;
