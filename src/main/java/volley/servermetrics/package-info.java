/**
 * The server's own figures during a run: its {@code /metrics}, read on a thread of their own, what their names mean for
 * each kind of server, and what comes of laying them beside the client's. Must not: touch an event loop, or write files.
 */
package volley.servermetrics;
