package volley.dataset.synthetic;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import volley.tokenizer.PlainWords;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.WordVocabulary;

/**
 * Makes texts of an asked number of tokens. Every text is measured as it will stand: alone, or behind another text. Of
 * words that are one token each, nearly every text is right at once; the rest is mended by dropping and adding words.
 */
final class ExactTexts {
    private static final int MENDINGS = 8;

    private final Tokenizer tokenizer;
    private final WordVocabulary vocabulary;

    /** @throws volley.config.BadInputException if the vocabulary has too few plain words */
    ExactTexts(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.vocabulary = PlainWords.of(tokenizer);
    }

    /** Names its words. */
    String identity() {
        return String.valueOf(vocabulary.hashCode());
    }

    /** The text as it stands alone. */
    MeasuredText measure(String text) {
        return new MeasuredText(text, tokenizer.count(text));
    }

    /** Drawn words. A text that stands alone begins with a word, one that follows another with a blank. */
    MeasuredText words(int tokens, MeasuredText before, UniformRandomProvider random) {
        String first =
                before.text().isEmpty() ? pick(vocabulary.openers(), random) : " " + pick(vocabulary.words(), random);
        return mend(first + moreWords(tokens - 1, random), tokens, before, random);
    }

    /** The beginning of {@code source}, or all of it as often as needed. */
    MeasuredText cut(String source, int tokens, MeasuredText before, UniformRandomProvider random) {
        int[] ids = tokenizer.encode(source);
        if (ids.length < tokens) {
            int copies = tokens / Math.max(1, ids.length) + 2;
            ids = tokenizer.encode(String.join(" ", Collections.nCopies(copies, source)));
        }
        String beginning = tokenizer.decode(Arrays.copyOf(ids, Math.min(tokens, ids.length)));
        // A cut inside a character leaves its replacement.
        String whole = beginning.replaceFirst("\uFFFD+$", "");
        return mend(before.text().isEmpty() ? whole : " " + whole, tokens, before, random);
    }

    private MeasuredText mend(String text, int tokens, MeasuredText before, UniformRandomProvider random) {
        String mended = text;
        int count = tokenizer.count(before.text() + mended) - before.tokens();
        for (int i = 0; i < MENDINGS && count != tokens; i++) {
            mended = count > tokens
                    ? withoutLastWords(mended, count - tokens)
                    : mended + moreWords(tokens - count, random);
            count = tokenizer.count(before.text() + mended) - before.tokens();
        }
        return new MeasuredText(mended, count);
    }

    /** Drops at least as many tokens, if there are as many: a word is at least one. */
    private static String withoutLastWords(String text, int words) {
        int end = text.length();
        for (int i = 0; i < words && end > 0; i++) {
            end = text.lastIndexOf(' ', end - 1);
        }
        return text.substring(0, Math.max(0, end));
    }

    private String moreWords(int count, UniformRandomProvider random) {
        return IntStream.range(0, count)
                .mapToObj(i -> " " + pick(vocabulary.words(), random))
                .collect(Collectors.joining());
    }

    private static String pick(List<String> words, UniformRandomProvider random) {
        return words.get(random.nextInt(words.size()));
    }
}
