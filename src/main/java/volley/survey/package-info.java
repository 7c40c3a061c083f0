/**
 * What a dataset's file is, without a server: its format, sessions, lengths, and what a prefix cache, of one tier or of two,
 * could give on it, straight from the hashes of its blocks. Behind {@code bin/volley dataset}.
 *
 * <p>Must not: make texts of blocks, or send anything.
 */
package volley.survey;
