/**
 * Prefixes of token sequences: the radix tree a server's prefix cache is made of.
 *
 * <p>Shared by the simulated server, which acts on it, and the report, which asks what a cache could have given. Must
 * not: clocks, scheduling, servers. Nothing here is safe for use by several threads.
 */
package volley.prefix;
