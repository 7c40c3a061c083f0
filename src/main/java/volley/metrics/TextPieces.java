package volley.metrics;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;
import volley.client.EventKind;
import volley.client.EventLog;

/**
 * A stream of answer text of which only the client's tokenizer can tell the tokens of each event. An event's text is made
 * of whole tokens, so they are those of its text alone. Where they do not add up to the answer's tokens (the server runs
 * another tokenizer, or one that reads a piece otherwise at the beginning of a text), they are not used.
 *
 * @param timesNs stamp of each token event, {@link Metric#ABSENT} of one that has none of its own
 * @param textBytes bytes of the answer with those of each token event, never falling
 * @param answer the answer's text, escaped as in {@link volley.client.Exchange#answer()}
 * @param outputTokens tokens of the answer, by the best source there is
 */
// Made to be written to a file and read back; nobody else sees the arrays.
@SuppressWarnings("ArrayRecordComponent")
public record TextPieces(long[] timesNs, int[] textBytes, byte[] answer, long outputTokens) {
    /**
     * By how much the sum may differ: the stream's mean ITL is off by as much. Half of the 5 % from which on a figure is
     * marked for the client's own error.
     */
    private static final double MAX_DIFFERENCE = 0.025;

    /** The token that ends an answer is counted by servers, and has no text. */
    private static final int TOKENS_WITHOUT_TEXT = 1;

    /** The pieces of a stream, where its answer is text only and each token event says how long the text was then. */
    static Optional<TextPieces> of(EventLog log, TokenEvents tokens, byte[] answer, long outputTokens) {
        if (answer == null || !tokens.contentOnly() || outputTokens == RequestFigures.ABSENT) {
            return Optional.empty();
        }
        long[] timesNs = new long[tokens.count()];
        int[] textBytes = new int[tokens.count()];
        int events = 0;
        int bytesBefore = 0;
        for (int i = 0; i < log.size(); i++) {
            EventKind kind = log.kind(i);
            if (!kind.bearsTokens()) {
                continue;
            }
            int bytes = log.textBytes(i);
            if (bytes < bytesBefore || bytes > answer.length) {
                return Optional.empty();
            }
            timesNs[events] = TokenEvents.knownTimeNs(log, i);
            textBytes[events++] = bytes;
            bytesBefore = bytes;
        }
        return Optional.of(new TextPieces(timesNs, textBytes, answer, outputTokens));
    }

    /**
     * Tokens of each event; empty where they do not add up to the answer's.
     *
     * @param tokenCounter the client's tokenizer; a negative result means it could not
     */
    Optional<int[]> count(ToIntFunction<String> tokenCounter) {
        int[] tokens = new int[textBytes.length];
        long sum = 0;
        int from = 0;
        for (int i = 0; i < tokens.length; i++) {
            int to = textBytes[i];
            tokens[i] = from == to ? 0 : tokenCounter.applyAsInt(AnswerText.of(Arrays.copyOfRange(answer, from, to)));
            if (tokens[i] < 0) {
                return Optional.empty();
            }
            sum += tokens[i];
            from = to;
        }
        double allowed = MAX_DIFFERENCE * outputTokens;
        boolean addUp = sum - outputTokens <= allowed && outputTokens - sum <= Math.max(TOKENS_WITHOUT_TEXT, allowed);
        return addUp ? Optional.of(tokens) : Optional.empty();
    }
}
