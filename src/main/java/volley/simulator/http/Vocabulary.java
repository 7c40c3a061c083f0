package volley.simulator.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The words that answers are made of: plain ASCII, so that a word is its own JSON form. Immutable. */
final class Vocabulary {
    private static final byte[] NO_TEXT = {};
    private static final int ENOUGH_WORDS = 64;

    private final byte[][] plain;
    private final byte[][] spaced;

    private Vocabulary(List<String> words) {
        plain = words.stream().map(word -> word.getBytes(US_ASCII)).toArray(byte[][]::new);
        spaced = words.stream().map(word -> (" " + word).getBytes(US_ASCII)).toArray(byte[][]::new);
    }

    /**
     * The bundled words that are one token for this tokenizer, so that a server's token count and a client's agree; all
     * of them if too few are.
     */
    static Vocabulary forTokenizer(Function<String, int[]> tokenizer) {
        List<String> all = bundled();
        List<String> single = all.stream()
                .filter(word -> tokenizer.apply(word).length == 1 && tokenizer.apply(" " + word).length == 1)
                .toList();
        return new Vocabulary(single.size() >= ENOUGH_WORDS ? single : all);
    }

    /** Draws an answer. */
    Answer draw(RandomGenerator random, int tokens, boolean startsWithSpace) {
        byte[][] words = new byte[tokens][];
        for (int k = 0; k < tokens; k++) {
            int word = random.nextInt(plain.length);
            words[k] = k == 0 && !startsWithSpace ? plain[word] : spaced[word];
        }
        return new Answer(words);
    }

    private static List<String> bundled() {
        try (InputStream in = Vocabulary.class.getResourceAsStream("words.txt")) {
            return new String(in.readAllBytes(), US_ASCII).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of an answer's tokens. */
    @SuppressWarnings("ArrayRecordComponent") // written as they are; never compared
    record Answer(byte[][] tokenTexts) {
        int tokens() {
            return tokenTexts.length;
        }

        /** The same, but without a text from a token on: special tokens. */
        Answer silentFrom(int token) {
            byte[][] texts = tokenTexts.clone();
            Arrays.fill(texts, Math.min(token, texts.length), texts.length, NO_TEXT);
            return new Answer(texts);
        }

        /** Text of the first {@code tokens} tokens. */
        String text(int tokens) {
            StringBuilder text = new StringBuilder(tokens * 6);
            for (int k = 0; k < tokens; k++) {
                text.append(new String(tokenTexts[k], US_ASCII));
            }
            return text.toString();
        }
    }
}
