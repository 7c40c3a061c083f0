package volley.gatling;

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

    /** The conversations with the salt before the first prompt of each, its tokens counted. */
    static List<Conversation> before(List<Conversation> conversations, Optional<String> salt, Tokenizer tokenizer) {
        return salt.isEmpty()
                ? conversations
                : conversations.stream()
                        .map(conversation -> salted(conversation, salt.get(), tokenizer))
                        .toList();
    }

    private static Conversation salted(Conversation conversation, String salt, Tokenizer tokenizer) {
        Turn first = conversation.turns().get(0);
        String prompt = salt + "\n" + first.prompt();
        List<Turn> turns = new ArrayList<>(conversation.turns());
        int mediaTokens = first.media().isPresent() ? first.promptTokens() - tokenizer.count(first.prompt()) : 0;
        turns.set(
                0,
                new Turn(
                        PromptText.of(prompt),
                        first.media(),
                        tokenizer.count(prompt) + mediaTokens,
                        first.outputTokens()));
        return new Conversation(conversation.id(), turns);
    }
}
