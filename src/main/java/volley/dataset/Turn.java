package volley.dataset;

import java.util.Optional;
import volley.tokenizer.Tokenizer;

/**
 * One question to the server.
 *
 * @param text the user's text of this turn, without the history before it
 * @param media images or a video that stand before the text, as they are sent
 * @param promptTokens tokens of the text alone, without history and chat template; with media, an estimate of theirs too
 * @param outputTokens tokens to ask the server for
 */
public record Turn(PromptText text, Optional<EncodedMedia> media, int promptTokens, int outputTokens) {
    /** Shortest prompt, in tokens, that is sent; also the shortest chat answer and the least fixed output length. */
    public static final int MIN_TOKENS = 4;

    /** A turn of text alone. */
    public Turn(PromptText text, int promptTokens, int outputTokens) {
        this(text, Optional.empty(), promptTokens, outputTokens);
    }

    /** A turn of text alone, in memory. */
    public Turn(String prompt, int promptTokens, int outputTokens) {
        this(PromptText.of(prompt), promptTokens, outputTokens);
    }

    /** A turn of text alone, whose tokens are counted. */
    public static Turn of(String prompt, int outputTokens, Tokenizer tokenizer) {
        return new Turn(prompt, tokenizer.count(prompt), outputTokens);
    }

    /** The same, its text kept by the store. */
    Turn in(TextStore texts) {
        return new Turn(text.in(texts::keep), media, promptTokens, outputTokens);
    }

    /** The same, needing no {@link TextStore} any more. */
    Turn inMemory() {
        return new Turn(text.inMemory(), media, promptTokens, outputTokens);
    }

    /** The user's text. Made anew at each call where it is not {@link PromptText#atHand() at hand}. */
    public String prompt() {
        return text.text();
    }
}
