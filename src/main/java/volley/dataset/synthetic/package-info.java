/**
 * Texts of an exact number of tokens, and the workloads made of them: requests of random length, groups of prompts with
 * a common prefix, and synthetic conversations.
 *
 * <p>A text is cut from a ShareGPT prompt or drawn from the tokenizer's own words, then measured; what the tokenizer
 * says differs from what was asked is mended word by word, and what cannot be mended is counted ({@code LengthReport}).
 * Every conversation has a random stream of its own, so that none depends on how many are drawn or how they are played.
 */
package volley.dataset.synthetic;
