package volley.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import volley.dataset.Conversation;
import volley.dataset.PromptText;
import volley.dataset.Turn;
import volley.tokenizer.Tokenizer;

/** Sets the texts of a run apart from those of another, in whose cached prefixes it would find its own. */
final class Salt {
    private Salt() {}

    /**
     * The conversations with the salt before the first prompt of each, its tokens counted. Texts that are made when they are
     * to be sent stay so; of these the salt's tokens are counted apart, since it ends its line.
     */
    static List<Conversation> before(List<Conversation> conversations, Optional<String> salt, Tokenizer tokenizer) {
        return salt.isEmpty()
                ? conversations
                : conversations.stream()
                        .map(conversation -> salted(conversation, salt.get(), tokenizer))
                        .toList();
    }

    /** As it was before the salt, but for the number of its first text's tokens, which are counted anew behind one. */
    static Conversation without(Conversation conversation, Optional<String> salt) {
        if (salt.isEmpty() || conversation.turns().isEmpty()) {
            return conversation;
        }
        Turn first = conversation.turns().get(0);
        List<Turn> turns = new ArrayList<>(conversation.turns());
        turns.set(
                0,
                new Turn(
                        PromptText.of(first.prompt().substring(salt.get().length() + 1)),
                        first.media(),
                        first.promptTokens(),
                        first.outputTokens()));
        return conversation.with(turns);
    }

    private static Conversation salted(Conversation conversation, String salt, Tokenizer tokenizer) {
        Turn first = conversation.turns().get(0);
        String line = salt + "\n";
        PromptText text = first.text().between(line, "");
        int tokens = text.atHand()
                ? tokenizer.count(text.text()) + mediaTokens(first, tokenizer)
                : tokenizer.count(line) + first.promptTokens();
        List<Turn> turns = new ArrayList<>(conversation.turns());
        turns.set(0, new Turn(text, first.media(), tokens, first.outputTokens()));
        return conversation.with(turns);
    }

    private static int mediaTokens(Turn turn, Tokenizer tokenizer) {
        return turn.media().isPresent() ? turn.promptTokens() - tokenizer.count(turn.prompt()) : 0;
    }
}
