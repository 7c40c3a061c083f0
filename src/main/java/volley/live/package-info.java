/**
 * A run while it goes: the progress line, and the metrics endpoint for Prometheus. Updated once a request by the thread
 * that records it. Must not: be asked for results, or hold up the run.
 */
package volley.live;
