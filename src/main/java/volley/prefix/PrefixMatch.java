package volley.prefix;

/**
 * The longest stored prefix of a sequence, in whole pages.
 *
 * @param node the node at which the prefix ends, on the device or on the host; the root if nothing matched
 * @param deviceNode the last node of the path that is on the device: {@code node} itself or an ancestor of it
 * @param deviceTokens length of the part that is on the device
 * @param hostTokens length of the part after it that is only on the host
 */
public record PrefixMatch(RadixNode node, RadixNode deviceNode, int deviceTokens, int hostTokens) {
    public int tokens() {
        return deviceTokens + hostTokens;
    }
}
