package volley.dataset;

import java.util.function.Function;

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

    /** The same, kept by a store of texts if it is in memory. */
    default PromptText in(Function<String, PromptText> store) {
        return this;
    }

    /** The same, needing no {@link TextStore} any more. */
    default PromptText inMemory() {
        return this;
    }

    /** This text between two others: at hand if this one is, else made when it is. */
    default PromptText between(String before, String behind) {
        return atHand() ? of(before + text() + behind) : new Made(before, this, behind);
    }

    /** A text that is made when it is to be sent, between two others. */
    record Made(String before, PromptText made, String behind) implements PromptText {
        @Override
        public String text() {
            return before + made.text() + behind;
        }

        @Override
        public String identity() {
            return before + made.identity() + behind;
        }

        @Override
        public PromptText inMemory() {
            return new Made(before, made.inMemory(), behind);
        }

        @Override
        public boolean atHand() {
            return false;
        }
    }

    /** A text in memory. */
    record Kept(String text) implements PromptText {
        @Override
        public String identity() {
            return text;
        }

        @Override
        public PromptText in(Function<String, PromptText> store) {
            return store.apply(text);
        }

        @Override
        public boolean atHand() {
            return true;
        }
    }
}
