/**
 * Whole workloads against the simulated engine in virtual time: what a run would show, in milliseconds.
 *
 * <p>Deterministic for a seed. Must not: threads, clocks, I/O.
 */
package volley.simulator.virtual;
