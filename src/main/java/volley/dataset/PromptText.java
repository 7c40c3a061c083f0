package volley.dataset;

/** The user's text of a turn: at hand, or made when it is to be sent, so that a long trace needs no long memory. */
public interface PromptText {
    /** The text. The same at each call. */
    String text();

    /** Names the text in the plan's hash: equal only if the text is. */
    String identity();

    /** Whether {@link #text()} costs nothing. If not, it is not for event loops. */
    boolean atHand();

    /** A text that is kept. */
    static PromptText of(String text) {
        return new Kept(text);
    }

    /** A text in memory. */
    record Kept(String text) implements PromptText {
        @Override
        public String identity() {
            return text;
        }

        @Override
        public boolean atHand() {
            return true;
        }
    }
}
