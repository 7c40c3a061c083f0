/**
 * An inference server as a pure state machine in virtual time, with SGLang's scheduling and caching rules.
 *
 * <p>{@link volley.simulator.engine.Engine} takes requests and is stepped; each step says what it emitted and how long
 * it took. Deterministic: the same calls give the same answers. Must not: threads, clocks, I/O, random numbers, HTTP.
 */
package volley.simulator.engine;
