package volley.gatling;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import volley.calibration.Tags;
import volley.tokenizer.ChatTemplate;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.WordVocabulary;

/** A tokenizer that leaves the number before a text a number, where a server is given ids and no text. */
record NumberedIds(Tokenizer tokenizer) implements Tokenizer {
    @Override
    public String name() {
        return tokenizer.name();
    }

    @Override
    public int[] encode(String text) {
        OptionalInt conversation = Tags.ofText(text);
        if (conversation.isEmpty()) {
            return tokenizer.encode(text);
        }
        int number = conversation.getAsInt();
        int[] ids = tokenizer.encode(text.substring(Tags.before(number).length()));
        return IntStream.concat(IntStream.of(Tags.ids(number)), IntStream.of(ids))
                .toArray();
    }

    @Override
    public int count(String text) {
        return Tags.ofText(text).isPresent() ? encode(text).length : tokenizer.count(text);
    }

    @Override
    public String decode(int[] tokenIds) {
        return tokenizer.decode(tokenIds);
    }

    @Override
    public Optional<ChatTemplate> chatTemplate() {
        return tokenizer.chatTemplate();
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
