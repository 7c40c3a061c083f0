/**
 * What a run's JVM needs that is set by options or services: whether it has the measured options, and that Gatling asks
 * nobody for its newest version. Nothing of a run itself.
 */
package volley.jvm;
