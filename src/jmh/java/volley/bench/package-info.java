/**
 * What the figures of {@code docs/performance.md} are measured with: a server that stamps what it sends, a bare client beside
 * which Volley's rate is seen, and the join of the server's stamps with Volley's ({@code bin/bench} runs
 * them) and with those of other clients ({@code bench/clients.sh}).
 *
 * <p>Nothing here is used by a run. The server shares no code with the client, nor with the simulated server.
 */
package volley.bench;
