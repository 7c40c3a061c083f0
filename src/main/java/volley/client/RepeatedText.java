package volley.client;

import java.util.Arrays;

/**
 * The events of one answer that bring text, and differ in it only: their id and time are the answer's. Comparing two runs of
 * bytes is half the work of {@link EventTemplate}, whose events may be of any answer. Used by one thread.
 */
final class RepeatedText {
    /** Of {@link #textEnd}. */
    static final int NO_MATCH = -1;

    /** So often may it be learned in vain: where each event has a time of its own it never repeats. */
    private static final int PATIENCE = 4;

    private byte[] head = {};
    private int headLength;
    private byte[] tail = {};
    private int tailLength;
    private int inVain;

    /** Makes an event the model: its bytes from {@code start} to {@code end}, with a text in them. */
    void learn(byte[] bytes, int start, int textStart, int textEnd, int end) {
        if (inVain == PATIENCE) {
            return;
        }
        inVain++;
        headLength = textStart - start;
        tailLength = end - textEnd;
        if (head.length < headLength) {
            head = new byte[headLength];
        }
        if (tail.length < tailLength) {
            tail = new byte[tailLength];
        }
        System.arraycopy(bytes, start, head, 0, headLength);
        System.arraycopy(bytes, textEnd, tail, 0, tailLength);
    }

    /**
     * Whether an event begins at {@code start} that is the model with another text, plain and not empty.
     *
     * @return where the text ends; or {@link #NO_MATCH}
     */
    int textEnd(byte[] bytes, int start, int end) {
        int textStart = start + headLength;
        if (tailLength == 0
                || textStart + tailLength > end
                || !Arrays.equals(bytes, start, textStart, head, 0, headLength)) {
            return NO_MATCH;
        }
        int textEnd = ByteScan.endOfPlainText(bytes, textStart, end);
        int tailEnd = textEnd + tailLength;
        if (textEnd == textStart || tailEnd > end || !Arrays.equals(bytes, textEnd, tailEnd, tail, 0, tailLength)) {
            return NO_MATCH;
        }
        inVain = 0;
        return textEnd;
    }

    int headLength() {
        return headLength;
    }

    int tailLength() {
        return tailLength;
    }
}
