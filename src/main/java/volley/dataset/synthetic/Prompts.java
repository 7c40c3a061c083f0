package volley.dataset.synthetic;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/** Prompts of a dataset, used one after the other, and again from the first on. */
final class Prompts implements TextSource {
    /** Words before a prompt that was used already. */
    private static final int DISTINCT_WORDS = 8;

    private final ExactTexts texts;
    private final List<String> prompts;

    /** @param prompts at least one */
    Prompts(ExactTexts texts, List<String> prompts) {
        this.texts = texts;
        this.prompts = prompts;
    }

    @Override
    public MeasuredText text(int number, int tokens, MeasuredText before, UniformRandomProvider random) {
        String prompt = prompts.get(number % prompts.size());
        boolean again = number >= prompts.size();
        return texts.cut(
                again
                        ? texts.words(DISTINCT_WORDS, MeasuredText.NOTHING, random)
                                        .text() + " " + prompt
                        : prompt,
                tokens,
                before,
                random);
    }

    @Override
    public String identity() {
        return prompts.size() + " " + prompts.hashCode() + " " + texts.identity();
    }
}
