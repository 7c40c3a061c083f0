/**
 * The typed, checked parameters and the one exception for what a user gave wrongly.
 *
 * <p>Lives here: reading {@code reference.conf}, files and system properties; the vocabulary of parameter values
 * (backends, order policies, arrival processes); what all read and write files with ({@link volley.config.JsonFile}, {@link
 * volley.config.ScratchFile}) and the words for what goes wrong with them. Must not: anything that reads a dataset or talks to a server. Of
 * Volley's packages it depends on {@code volley.os} alone.
 */
package volley.config;
