package volley.report;

import java.util.Optional;
import volley.tokenizer.ChatTemplate;
import volley.tokenizer.Tokenizer;

/** A word is a token; enough where only a count is needed, and easy to count by hand. */
public final class WordTokenizer implements Tokenizer {
    @Override
    public String name() {
        return "words";
    }

    @Override
    public int[] encode(String text) {
        if (text.contains("POISON")) {
            throw new IllegalStateException("cannot tokenize this");
        }
        if (text.contains("HUGE")) {
            throw new OutOfMemoryError("Java heap space");
        }
        return text.isBlank() ? new int[0] : new int[text.strip().split("\\s+").length];
    }

    @Override
    public int count(String text) {
        return encode(text).length;
    }

    @Override
    public String decode(int[] tokenIds) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return Optional.empty();
    }

    @Override
    public void close() {}
}
