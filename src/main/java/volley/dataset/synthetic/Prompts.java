package volley.dataset.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import volley.dataset.PromptText;

/** Prompts of a dataset, used one after the other, and again from the first on. */
final class Prompts implements TextSource {
    /** Words before a prompt that was used already. */
    private static final int DISTINCT_WORDS = 8;

    private final ExactTexts texts;
    private final List<PromptText> prompts;
    private final String identity;

    /** @param prompts at least one */
    Prompts(ExactTexts texts, DistinctTexts prompts) {
        this.texts = texts;
        this.prompts = new ArrayList<>(prompts.texts());
        this.identity = prompts.identity() + " " + texts.identity();
    }

    @Override
    public MeasuredText text(int number, int tokens, MeasuredText before, UniformRandomProvider random) {
        String prompt = prompts.get(number % prompts.size()).text();
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
    public void inMemory(int number) {
        prompts.set(
                number % prompts.size(), prompts.get(number % prompts.size()).inMemory());
    }

    @Override
    public String identity() {
        return identity;
    }
}
