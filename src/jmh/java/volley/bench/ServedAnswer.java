package volley.bench;

import java.util.Arrays;

/** When one answer's tokens were handed to the operating system, on the clock of {@link System#nanoTime()}. */
final class ServedAnswer {
    private final long number;
    private final long requestNs;
    private final long[] sentNs;
    private int tokens;

    /**
     * @param number of the request, from 1; the answer's first token is this number in brackets
     * @param requestNs when the request had been read
     * @param totalTokens that the answer will have
     */
    ServedAnswer(long number, long requestNs, int totalTokens) {
        this.number = number;
        this.requestNs = requestNs;
        this.sentNs = new long[totalTokens];
    }

    void tokenSent(long nowNs) {
        sentNs[tokens++] = nowNs;
    }

    long number() {
        return number;
    }

    long requestNs() {
        return requestNs;
    }

    /** Of each token; tokens of one write have the same time. */
    long[] sentNs() {
        return Arrays.copyOf(sentNs, tokens);
    }
}
