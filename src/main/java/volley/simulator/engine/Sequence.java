package volley.simulator.engine;

import volley.prefix.RadixNode;

/** A request inside the engine: how far it is, and which memory it holds. */
final class Sequence {
    final EngineRequest request;

    /** Prompt and answer in one, as the prefix tree sees them. */
    final int[] tokens;

    int emittedTokens;

    /** Tokens whose KV cache is on the device for this request, shared or not. */
    int computedTokens;

    /** The prefix it holds in the tree, and its length; null while it is not admitted. */
    RadixNode heldNode;

    int storedTokens;

    /** Memory it holds outside the tree: whole pages. */
    long privateTokens;

    /** What the next prefill step computes of it. */
    int chunkTokens;

    /** Its key in the longest-prefix order, from the last pass that matched it. */
    int matchedTokens;

    /** Whether a request before it in the queue is to compute the same prefix first. */
    boolean deprioritised;

    boolean admittedBefore;
    /** When that was, in the time that all steps took; below 0 before. */
    long admittedAtNs = -1;

    /** From there to its first token. */
    long prefillNs;

    int cachedDeviceTokens;
    int cachedHostTokens;
    int cachedStorageTokens;

    /** What is under way for it from storage; null if nothing is. */
    Prefetch prefetch;

    /** Which part of the prompt came from storage to the host for it. */
    int fetchedFrom;

    int fetchedUpTo;

    Sequence(EngineRequest request) {
        this.request = request;
        int[] prompt = request.promptTokens();
        int[] answer = request.answerTokens();
        tokens = new int[prompt.length + answer.length];
        System.arraycopy(prompt, 0, tokens, 0, prompt.length);
        System.arraycopy(answer, 0, tokens, prompt.length, answer.length);
    }

    int promptTokens() {
        return request.promptTokens().length;
    }

    /** What is to be computed before the next token: the prompt, and after a retraction the answer so far. */
    int inputTokens() {
        return promptTokens() + emittedTokens;
    }

    int outputsToCome() {
        return request.answerTokens().length - emittedTokens;
    }

    /** How much of its prompt from one token up to another came from storage. */
    int fetchedTokens(int from, int upTo) {
        return Math.max(0, Math.min(upTo, fetchedUpTo) - Math.max(from, fetchedFrom));
    }

    TokenEvent emit() {
        int index = emittedTokens++;
        return new TokenEvent(
                request.id(),
                index,
                outputsToCome() == 0,
                cachedDeviceTokens,
                cachedHostTokens,
                cachedStorageTokens,
                prefillNs);
    }
}
