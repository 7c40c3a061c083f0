package volley.prepare;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import volley.calibration.Tags;
import volley.tokenizer.ForwardingTokenizer;
import volley.tokenizer.Tokenizer;

/** A tokenizer that leaves the number before a text a number, where a server is given ids and no text. */
final class NumberedIds extends ForwardingTokenizer {
    NumberedIds(Tokenizer tokenizer) {
        super(tokenizer);
    }

    @Override
    public int[] encode(String text) {
        OptionalInt conversation = Tags.ofText(text);
        if (conversation.isEmpty()) {
            return super.encode(text);
        }
        int number = conversation.getAsInt();
        int[] ids = super.encode(text.substring(Tags.before(number).length()));
        return IntStream.concat(IntStream.of(Tags.ids(number)), IntStream.of(ids))
                .toArray();
    }

    /** The number stands first. */
    @Override
    public int[] openingIds() {
        return new int[0];
    }

    @Override
    public int count(String text) {
        return Tags.ofText(text).isPresent() ? encode(text).length : super.count(text);
    }
}
