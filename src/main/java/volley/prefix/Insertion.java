package volley.prefix;

/**
 * What storing a sequence changed.
 *
 * @param node the node at which the stored sequence ends
 * @param addedTokens tokens that were not on the device before; the rest of the sequence was there already
 */
public record Insertion(RadixNode node, int addedTokens) {}
