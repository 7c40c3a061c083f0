package volley.simulator.engine;

/** A piece of a waiting request's prompt on its way from storage to the host. */
final class Prefetch {
    /** Its place in the prompt. */
    final int fromToken;

    final int tokens;
    final long startNs;
    /** How much of it has come. */
    int fetchedTokens;

    Prefetch(int fromToken, int tokens, long startNs) {
        this.fromToken = fromToken;
        this.tokens = tokens;
        this.startNs = startNs;
    }

    boolean complete() {
        return fetchedTokens == tokens;
    }
}
