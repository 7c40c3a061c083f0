package volley.tokenizer;

import java.util.Optional;

/** A tokenizer that leaves to another what its subclass does not do itself. */
public abstract class ForwardingTokenizer implements Tokenizer {
    private final Tokenizer tokenizer;

    protected ForwardingTokenizer(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
    }

    @Override
    public String name() {
        return tokenizer.name();
    }

    @Override
    public int[] encode(String text) {
        return tokenizer.encode(text);
    }

    @Override
    public int[] openingIds() {
        return tokenizer.openingIds();
    }

    @Override
    public int count(String text) {
        return tokenizer.count(text);
    }

    @Override
    public String decode(int[] tokenIds) {
        return tokenizer.decode(tokenIds);
    }

    @Override
    public String decodeAll(int[] tokenIds) {
        return tokenizer.decodeAll(tokenIds);
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return tokenizer.chatTemplate();
    }

    @Override
    public Optional<String> templateProblem() {
        return tokenizer.templateProblem();
    }

    @Override
    public WordVocabulary words() {
        return tokenizer.words();
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
