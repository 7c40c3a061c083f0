package volley.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The plain words of a vocabulary: of them, texts of an exact number of tokens can be made. A blank and one of
 * {@link #words} is one token wherever it stands, since no pre-tokenizer parts letters from the blank before them or
 * joins them to the blank behind.
 *
 * @param words at least two ASCII letters each, sorted
 * @param openers those that are one token also at the start of a text, where no blank is before them; sorted
 */
public record WordVocabulary(List<String> words, List<String> openers) {
    /** Of a tokenizer whose vocabulary is not known. */
    public static final WordVocabulary NONE = new WordVocabulary(List.of(), List.of());

    /** A byte-level BPE writes a blank as U+0120, sentencepiece as U+2581. */
    private static final Pattern SPACED_WORD = Pattern.compile("([\u0120\u2581])([A-Za-z]{2,})");

    private static final char BYTE_LEVEL_BLANK = '\u0120';
    private static final char SENTENCEPIECE_BLANK = '\u2581';

    public WordVocabulary {
        words = List.copyOf(words);
        openers = List.copyOf(openers);
    }

    /**
     * Reads {@code model.vocab} of a {@code tokenizer.json}, be it an object of ids (BPE) or a list of scores (Unigram).
     * Added tokens, such as special ones, stand elsewhere in the file and are not looked at.
     */
    static WordVocabulary read(Path tokenizerFile) throws IOException {
        Set<String> tokens = tokens(tokenizerFile);
        List<String> words = new ArrayList<>();
        List<String> openers = new ArrayList<>();
        for (String token :
                tokens.stream().filter(WordVocabulary::isSpaced).sorted().toList()) {
            Matcher spaced = SPACED_WORD.matcher(token);
            if (spaced.matches()) {
                String word = spaced.group(2);
                words.add(word);
                // Sentencepiece puts a blank before the text, so every word can open one.
                if (token.charAt(0) == SENTENCEPIECE_BLANK || tokens.contains(word)) {
                    openers.add(word);
                }
            }
        }
        return new WordVocabulary(words, openers);
    }

    private static boolean isSpaced(String token) {
        return !token.isEmpty() && (token.charAt(0) == BYTE_LEVEL_BLANK || token.charAt(0) == SENTENCEPIECE_BLANK);
    }

    private static Set<String> tokens(Path tokenizerFile) throws IOException {
        JsonNode vocabulary;
        try (InputStream in = Files.newInputStream(tokenizerFile)) {
            vocabulary = new JsonMapper().readTree(in).at("/model/vocab");
        }
        Set<String> tokens = new HashSet<>();
        if (vocabulary.isArray()) {
            vocabulary.forEach(scored -> tokens.add(scored.path(0).asText()));
        } else {
            vocabulary.fieldNames().forEachRemaining(tokens::add);
        }
        return tokens;
    }
}
