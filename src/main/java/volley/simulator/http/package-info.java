/**
 * The HTTP surface of the simulated server, on Netty, in three flavours (SGLang, vLLM, lmdeploy): routes, stream
 * formats, token texts, faults to order, and a record of what was served.
 *
 * <p>{@link volley.simulator.http.AnswerModel} is its only view of the model behind: a prompt goes in, token times come
 * out. Must not: know how those times come about, or depend on Volley's client.
 */
package volley.simulator.http;
