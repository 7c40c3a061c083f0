package volley.play;

import java.util.stream.IntStream;
import volley.client.JsonText;
import volley.client.WireFormat;
import volley.tokenizer.Tokenizer;

/** How a conversation's texts go into its requests. Thread-safe. */
public interface TextForm {
    /** A text ready to be copied into requests, and its tokens or {@link volley.client.Usage#ABSENT}. */
    record Piece(JsonText json, int tokens) {}

    /** @param tokens the text's length */
    Piece question(String text, int tokens);

    /** As {@link #question}, of a conversation's first text. */
    default Piece opening(String text, int tokens) {
        return question(text, tokens);
    }

    /**
     * @param escaped the answer as {@link volley.client.Exchange#answer()} has it
     * @param tokens its length by the server's count, or {@link volley.client.Usage#ABSENT}
     */
    Piece answer(byte[] escaped, int tokens);

    /** Whether it works for milliseconds, and so must not be called on an event loop. */
    boolean slow();

    static TextForm of(WireFormat format, Tokenizer tokenizer) {
        return format.isOfIds() ? new Ids(tokenizer) : new Text();
    }

    /** For a run that sends nothing: how many tokens the texts are, without the texts. */
    static TextForm counted(WireFormat format, Tokenizer tokenizer) {
        JsonText nothing = JsonText.of("");
        boolean byClient = format.isOfIds();
        return new TextForm() {
            @Override
            public Piece question(String text, int tokens) {
                return new Piece(nothing, byClient ? tokenizer.count(text) : tokens);
            }

            @Override
            public Piece opening(String text, int tokens) {
                Piece piece = question(text, tokens);
                return byClient ? new Piece(nothing, tokenizer.openingIds().length + piece.tokens()) : piece;
            }

            @Override
            public Piece answer(byte[] escaped, int tokens) {
                return new Piece(
                        nothing,
                        byClient ? tokenizer.count(JsonText.ofEscaped(escaped).text()) : tokens);
            }

            @Override
            public boolean slow() {
                return false;
            }
        };
    }

    /** As it is. */
    final class Text implements TextForm {
        @Override
        public Piece question(String text, int tokens) {
            return new Piece(JsonText.of(text), tokens);
        }

        @Override
        public Piece answer(byte[] escaped, int tokens) {
            return new Piece(JsonText.ofEscaped(escaped), tokens);
        }

        @Override
        public boolean slow() {
            return false;
        }
    }

    /**
     * As token ids of the client's tokenizer; servers put nothing before them, so the special tokens of a text's
     * beginning are among them. Those of an answer may differ from the server's own.
     */
    final class Ids implements TextForm {
        private final Tokenizer tokenizer;

        Ids(Tokenizer tokenizer) {
            this.tokenizer = tokenizer;
        }

        @Override
        public Piece question(String text, int tokens) {
            return piece(tokenizer.encode(text));
        }

        @Override
        public Piece opening(String text, int tokens) {
            return piece(IntStream.concat(IntStream.of(tokenizer.openingIds()), IntStream.of(tokenizer.encode(text)))
                    .toArray());
        }

        @Override
        public Piece answer(byte[] escaped, int tokens) {
            return piece(tokenizer.encode(JsonText.ofEscaped(escaped).text()));
        }

        @Override
        public boolean slow() {
            return true;
        }

        private static Piece piece(int[] ids) {
            return new Piece(JsonText.ofIds(ids), ids.length);
        }
    }
}
