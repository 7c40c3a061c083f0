/**
 * The client's own error: what a server wrote, and when, beside what the client saw of it. A calibration plays a plan
 * against a simulated server in a process of its own; later runs at such a load carry its errors.
 *
 * <p>Only durations are compared, each taken on one clock: nothing rests on two processes having the same one. Must not:
 * know Gatling, or how results are shown.
 */
package volley.calibration;
