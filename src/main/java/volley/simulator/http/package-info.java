/**
 * The HTTP surface of the simulated server, on Netty: token texts, faults to order, a record of what was served, and
 * one {@link volley.simulator.http.ServerSurface} for each kind of server with its routes, stream formats and errors.
 *
 * <p>{@link volley.simulator.http.AnswerModel} is its only view of the model behind: a prompt goes in, token times come
 * out. Must not: know how those times come about, or depend on Volley's client.
 */
package volley.simulator.http;
