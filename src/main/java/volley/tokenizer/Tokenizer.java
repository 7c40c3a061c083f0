package volley.tokenizer;

import java.util.Optional;

/** Text to token ids and back. Thread-safe. Not for event loops. */
public interface Tokenizer extends AutoCloseable {
    /** What was asked for: a path or a hub id. */
    String name();

    /** Token ids of the text as it stands, without special tokens added and without truncation. */
    int[] encode(String text);

    /**
     * The special tokens that servers put before a prompt that is plain text, such as the beginning of a text; empty for
     * many models. Chat templates write their own.
     */
    default int[] openingIds() {
        return new int[0];
    }

    /** Number of tokens of {@link #encode(String)}. */
    int count(String text);

    /** Text of the ids, special tokens left out. */
    String decode(int[] tokenIds);

    /** Text of the ids, special tokens among it where the tokenizer can show them. */
    default String decodeAll(int[] tokenIds) {
        return decode(tokenIds);
    }

    /** The tokenizer's chat template, where its folder has one. */
    Optional<ChatTemplate> chatTemplate();

    /** Why there is no chat template although there could be one; empty if there is one, or none anywhere. */
    default Optional<String> templateProblem() {
        return Optional.empty();
    }

    /** The vocabulary's plain words; {@link WordVocabulary#NONE} where the vocabulary is not known. */
    default WordVocabulary words() {
        return WordVocabulary.NONE;
    }

    @Override
    void close();
}
