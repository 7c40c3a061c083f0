/**
 * Samples of simulations of one's own, to be read in order and copied: one idea each. A CI step plays them all in a project that
 * has Volley as a library ({@code src/it/library}).
 */
package volley.samples;
