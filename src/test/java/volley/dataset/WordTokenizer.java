package volley.dataset;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import volley.tokenizer.ChatTemplate;
import volley.tokenizer.Tokenizer;

/** A token is a run of characters between spaces, so that a test can see a text's length. Counts what it was asked. */
final class WordTokenizer implements Tokenizer {
    final AtomicLong texts = new AtomicLong();

    @Override
    public String name() {
        return "words";
    }

    @Override
    public int[] encode(String text) {
        return Arrays.stream(text.split("\\s+"))
                .filter(word -> !word.isEmpty())
                .mapToInt(String::hashCode)
                .toArray();
    }

    @Override
    public int count(String text) {
        texts.incrementAndGet();
        int words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            boolean space = Character.isWhitespace(text.charAt(i));
            words += !space && !inWord ? 1 : 0;
            inWord = !space;
        }
        return words;
    }

    @Override
    public String decode(int[] tokenIds) {
        throw new UnsupportedOperationException("words are not kept");
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
