package volley.play;

import java.util.stream.IntStream;
import volley.client.Exchange;
import volley.client.JsonText;
import volley.client.WireFormat;
import volley.config.ServerIds;
import volley.config.Settings;
import volley.dataset.PromptText;
import volley.prepare.SentText;
import volley.tokenizer.Tokenizer;

/** How a conversation's texts go into its requests. Thread-safe. */
public interface TextForm {
    /** A question's text, ready to be copied into requests. */
    JsonText question(String text);

    /** As {@link #question}, of a conversation's first text. */
    default JsonText opening(String text) {
        return question(text);
    }

    /**
     * The question of a turn.
     *
     * @param turn its index in its conversation, from 0
     */
    default JsonText piece(PromptText text, int turn) {
        return turn == 0 ? opening(text.text()) : question(text.text());
    }

    /** An answer that came, ready to be copied into requests. */
    JsonText answer(Exchange exchange);

    /** Whether it works for milliseconds, and so must not be called on an event loop. */
    boolean slow();

    /**
     * As requests of this format have it.
     *
     * @param withoutIds told of each answer whose ids the server does not tell, where they were wanted
     */
    static TextForm of(WireFormat format, Tokenizer tokenizer, Settings.Requests requests, Runnable withoutIds) {
        return format.isOfIds()
                ? new Ids(tokenizer, requests.serverIds() == ServerIds.OFF ? () -> {} : withoutIds)
                : new Text(requests.reasoningInHistory());
    }

    /** For a run that sends nothing: no text at all. */
    static TextForm nothing() {
        JsonText nothing = JsonText.of("");
        return new TextForm() {
            @Override
            public JsonText question(String text) {
                return nothing;
            }

            @Override
            public JsonText piece(PromptText text, int turn) {
                return nothing;
            }

            @Override
            public JsonText answer(Exchange exchange) {
                return nothing;
            }

            @Override
            public boolean slow() {
                return false;
            }
        };
    }

    /**
     * As it is.
     *
     * @param withReasoning whether an answer goes back with the thoughts that the server gave beside it
     */
    record Text(boolean withReasoning) implements TextForm {
        @Override
        public JsonText question(String text) {
            return JsonText.of(text);
        }

        @Override
        public JsonText piece(PromptText text, int turn) {
            return text instanceof SentText sent ? sent.escaped() : question(text.text());
        }

        @Override
        public JsonText answer(Exchange exchange) {
            JsonText answer = JsonText.ofEscaped(exchange.answer());
            return withReasoning ? answer.withReasoning(exchange.reasoning()) : answer;
        }

        @Override
        public boolean slow() {
            return false;
        }
    }

    /**
     * As token ids; servers put nothing before them, so the special tokens of a text's beginning are among them. An answer's are
     * the server's own where it told them, else those of the client's tokenizer, which may differ.
     *
     * @param withoutIds told of each answer without the server's
     */
    record Ids(Tokenizer tokenizer, Runnable withoutIds) implements TextForm {
        @Override
        public JsonText question(String text) {
            return JsonText.ofIds(tokenizer.encode(text));
        }

        @Override
        public JsonText opening(String text) {
            return JsonText.ofIds(
                    IntStream.concat(IntStream.of(tokenizer.openingIds()), IntStream.of(tokenizer.encode(text)))
                            .toArray());
        }

        @Override
        public JsonText answer(Exchange exchange) {
            int[] told = exchange.ids().output();
            if (told.length > 0) {
                return JsonText.ofIds(told);
            }
            withoutIds.run();
            return question(JsonText.ofEscaped(exchange.answer()).text());
        }

        @Override
        public boolean slow() {
            return true;
        }
    }
}
