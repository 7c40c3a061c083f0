package volley.bench;

import java.util.Arrays;

/** When one answer's tokens were handed to the operating system, on the clock of {@link System#nanoTime()}. */
final class ServedAnswer {
    /** A request in which the server found no prompt's number. */
    static final long NO_PROMPT = -1;

    /**
     * How a request came.
     *
     * @param requestNs when it had been read
     * @param connection on which, from 1
     * @param connectedNs when that connection had been accepted
     * @param prompt number in the request's last message, as {@link Prompts} writes it, or {@link #NO_PROMPT}
     */
    record Arrival(long requestNs, long connection, long connectedNs, long prompt) {}

    private final long number;
    private final Arrival arrival;
    private final long[] sentNs;
    private long firstNs;
    private long lastNs;
    private long endNs;
    private int tokens;

    /**
     * @param number of the request, from 1; the answer's first token is this number in brackets
     * @param totalTokens that the answer will have
     * @param keepsTokens whether the time of each token is kept, or of the first and the last only
     */
    ServedAnswer(long number, Arrival arrival, int totalTokens, boolean keepsTokens) {
        this.number = number;
        this.arrival = arrival;
        this.sentNs = new long[keepsTokens ? totalTokens : 0];
    }

    void tokenSent(long nowNs) {
        if (tokens == 0) {
            firstNs = nowNs;
        }
        if (tokens < sentNs.length) {
            sentNs[tokens] = nowNs;
        }
        lastNs = nowNs;
        tokens++;
    }

    /** The last byte has been handed over. */
    void ended(long nowNs) {
        endNs = nowNs;
    }

    long number() {
        return number;
    }

    Arrival arrival() {
        return arrival;
    }

    long requestNs() {
        return arrival.requestNs();
    }

    int tokens() {
        return tokens;
    }

    long firstNs() {
        return firstNs;
    }

    long lastNs() {
        return lastNs;
    }

    /** When the answer's last byte was handed over, or its last token where that is not known. */
    long endNs() {
        return endNs == 0 ? lastNs : endNs;
    }

    /** Of each token; tokens of one write have the same time. Empty if they were not kept. */
    long[] sentNs() {
        return Arrays.copyOf(sentNs, Math.min(tokens, sentNs.length));
    }

    /** Between each two tokens, ms. Empty if the tokens' times were not kept. */
    double[] gapsMs() {
        double[] gaps = new double[Math.max(0, Math.min(tokens, sentNs.length) - 1)];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (sentNs[i + 1] - sentNs[i]) / 1e6;
        }
        return gaps;
    }
}
