/**
 * A simulated inference server for machines without a GPU: speaks the servers' HTTP surface on loopback and times its
 * answers by a model.
 *
 * <p>Lives here: the fixed-rate model, the engine in real time, and the {@code main} that puts one behind the HTTP
 * surface of {@link volley.simulator.http}; {@link volley.simulator.replay} answers the client's warm-up. Must not: depend on the client side of Volley; what it shares with it is the
 * wire format, as with a real server.
 */
package volley.simulator;
