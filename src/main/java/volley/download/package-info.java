/**
 * The public datasets that Volley can fetch by name: which files they are on the hub, what of them is there already, and
 * the command {@code bin/download}.
 *
 * <p>Must not: talk to the network, which {@link volley.hub.Hub} does; know what is done with the files.
 */
package volley.download;
