package volley.tokenizer;

import java.util.List;
import volley.config.BadInputException;
import volley.config.GivenAs;

/** Words of a tokenizer to make texts of. */
public final class PlainWords {
    /** With fewer, different texts would too often begin alike. */
    private static final int FEWEST = 100;

    private PlainWords() {}

    /**
     * The words of a tokenizer, enough of them to make texts of.
     *
     * @throws BadInputException if there are too few
     */
    public static WordVocabulary of(Tokenizer tokenizer) {
        WordVocabulary vocabulary = tokenizer.words();
        if (vocabulary.openers().size() < FEWEST) {
            throw new BadInputException("the tokenizer '" + tokenizer.name() + "' has only "
                    + vocabulary.openers().size()
                    + " plain words to make texts of (" + GivenAs.parameter("tokenizer")
                    + "); use the model's own tokenizer");
        }
        return vocabulary;
    }

    /**
     * Openers that were tried: of these a text of n words, a blank between each two, has n tokens, and texts that begin
     * alike share the tokens of their beginning.
     *
     * @param most how many at most, to be found in a fraction of a second
     */
    public static List<String> tried(Tokenizer tokenizer, int most) {
        return of(tokenizer).openers().stream()
                .filter(word -> tokenizer.count(word + " " + word) == 2)
                .limit(most)
                .toList();
    }
}
