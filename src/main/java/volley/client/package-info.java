/**
 * What goes over the wire and what is seen of it: request bodies, the incremental SSE decoder on {@code ByteBuf}, the
 * raw events of one request ({@link volley.client.Exchange}), and the control routes of each backend.
 *
 * <p>Uses Gatling's Java HTTP client classes ({@code io.gatling.http.client}), never its Scala ones. Computes no
 * figure: that is {@code volley.metrics}' work. Nothing here allocates per token or blocks an event loop.
 */
package volley.client;
