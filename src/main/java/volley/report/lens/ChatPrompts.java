package volley.report.lens;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import volley.tokenizer.ChatTemplate;
import volley.tokenizer.ChatTemplate.ChatMessage;
import volley.tokenizer.Tokenizer;

/** Prompts that are chats, rendered with the tokenizer's chat template as the server does. */
public final class ChatPrompts implements SentPrompts {
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final IntFunction<List<String>> questions;

    private ChatPrompts(Tokenizer tokenizer, ChatTemplate template, IntFunction<List<String>> questions) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.questions = questions;
    }

    /**
     * Prompts of chats.
     *
     * @param questions the user's texts of a conversation of the plan, by turn
     * @return empty if the tokenizer has no chat template: then nobody here knows what the server saw
     */
    public static Optional<SentPrompts> of(Tokenizer tokenizer, IntFunction<List<String>> questions) {
        return tokenizer.chatTemplate().map(template -> new ChatPrompts(tokenizer, template, questions));
    }

    @Override
    public int[] promptIds(int conversation, int turn, List<String> answers) {
        List<String> asked = questions.apply(conversation);
        List<ChatMessage> messages = new ArrayList<>();
        for (int k = 0; k < turn; k++) {
            messages.add(new ChatMessage("user", asked.get(k)));
            messages.add(new ChatMessage("assistant", answers.get(k)));
        }
        messages.add(new ChatMessage("user", asked.get(turn)));
        return tokenizer.encode(template.render(messages, true));
    }

    @Override
    public int[] answerIds(String answer) {
        return tokenizer.encode(answer);
    }
}
