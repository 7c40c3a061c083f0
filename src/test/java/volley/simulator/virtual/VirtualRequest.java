package volley.simulator.virtual;

/**
 * What became of one request.
 *
 * @param conversation place of the conversation in the workload, from 0
 * @param round place of the turn in its conversation, from 0
 * @param sentNs when it was sent, from the run's start
 * @param ttftNs from then to its first token
 * @param e2eNs from then to its last token
 * @param promptTokens history and new tokens
 * @param cachedDeviceTokens of them found in the device's cache
 * @param cachedHostTokens of them loaded from the host's, those fetched from storage included
 * @param outputTokens tokens of the answer
 */
public record VirtualRequest(
        int conversation,
        int round,
        long sentNs,
        long ttftNs,
        long e2eNs,
        int promptTokens,
        int cachedDeviceTokens,
        int cachedHostTokens,
        int outputTokens) {}
