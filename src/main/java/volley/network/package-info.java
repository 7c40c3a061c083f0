/**
 * How a server is reached, the hub's and the one that is measured alike: which proxy leads to it, and by which
 * certificates TLS proves who both sides are.
 *
 * <p>Must not: send anything, or know what for.
 */
package volley.network;
