/**
 * A server that gives one recorded answer to whatever it is asked, as cheaply as can be: for the client's warm-up, which
 * shares its processor with it. It reads no prompt and knows no format; servers that answer live in
 * {@link volley.simulator.http}.
 */
package volley.simulator.replay;
