/**
 * The only package that touches Gatling's Scala classes: the injection step, the slots' feeder, the actions that take a
 * turn and stream its answer, and the run that ties them to plan and results.
 */
package volley.gatling;
