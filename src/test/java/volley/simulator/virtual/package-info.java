/**
 * Whole workloads against the simulated engine alone: the validation of its rules. What users run in virtual time is in
 * volley.whatif.
 *
 * <p>Deterministic for a seed. Must not: threads, clocks, I/O.
 */
package volley.simulator.virtual;
