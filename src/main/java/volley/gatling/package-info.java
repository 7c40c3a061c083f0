/**
 * Glue to Gatling, and the only package that imports it: what a simulation uses, the injection step, the slots' feeder, the
 * actions that wait and send, Gatling's statistics and report, the warm-up through Gatling's own injector. What a run does
 * is decided in {@code volley.prepare} and {@code volley.play}.
 */
package volley.gatling;
