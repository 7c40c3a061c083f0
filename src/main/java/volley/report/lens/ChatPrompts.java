package volley.report.lens;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import volley.config.BadInputException;
import volley.report.folder.GivenAnswer;
import volley.tokenizer.ChatTemplate;
import volley.tokenizer.ChatTemplate.ChatMessage;
import volley.tokenizer.Tokenizer;

/** Prompts that are chats, rendered with the tokenizer's chat template as the server does. */
public final class ChatPrompts implements SentPrompts, RenderedHistory {
    private final Tokenizer tokenizer;
    private final ChatTemplate template;
    private final IntFunction<List<String>> questions;
    private final boolean reasoningSent;
    private final GeneratedText generated;

    private ChatPrompts(
            Tokenizer tokenizer, ChatTemplate template, IntFunction<List<String>> questions, boolean reasoningSent) {
        this.tokenizer = tokenizer;
        this.template = template;
        this.questions = questions;
        this.reasoningSent = reasoningSent;
        this.generated = new GeneratedText(template);
    }

    /**
     * Prompts of chats.
     *
     * @param questions the user's texts of a conversation of the plan, by turn
     * @param reasoningSent whether the history was sent with the thoughts of its answers
     * @return empty if the tokenizer has no chat template: then nobody here knows what the server saw
     */
    public static Optional<SentPrompts> of(
            Tokenizer tokenizer, IntFunction<List<String>> questions, boolean reasoningSent) {
        return tokenizer.chatTemplate().map(template -> new ChatPrompts(tokenizer, template, questions, reasoningSent));
    }

    @Override
    public int[] promptIds(int conversation, int turn, List<GivenAnswer> answers) {
        return tokenizer.encode(prompt(conversation, turn, answers));
    }

    @Override
    public GeneratedIds generatedIds(int conversation, int turn, List<GivenAnswer> answers, GivenAnswer answer) {
        if (answer.ids().output().length > 0) {
            return new GeneratedIds(answer.ids().output(), new int[0], true);
        }
        String text = answer.reasoning().isEmpty()
                ? answer.text()
                : generated.withThoughts(messages(conversation, turn, answers, reasoningSent), answer);
        return new GeneratedIds(tokenizer.encode(text), tokenizer.encode(generated.end()), false);
    }

    @Override
    public Optional<RenderedHistory> rendered() {
        return Optional.of(this);
    }

    @Override
    public int repeatedTokens(int conversation, int turn, List<GivenAnswer> answers) {
        String prompt = prompt(conversation, turn, answers);
        int question =
                prompt.lastIndexOf(questions.apply(conversation).get(turn).strip());
        int before = question < 0 ? prompt.length() : question;
        String shown = GeneratedText.withoutThoughts(answers.get(turn - 1).text());
        int answer = shown.isEmpty() ? -1 : prompt.lastIndexOf(shown, before);
        return tokenizer.count(prompt.substring(0, answer < 0 ? before : Math.min(before, answer + shown.length())));
    }

    @Override
    public int closedTokens(int conversation, int turn, List<GivenAnswer> answers) {
        try {
            return tokenizer.count(template.render(messages(conversation, turn, answers, reasoningSent), false));
        } catch (BadInputException e) {
            return 0;
        }
    }

    @Override
    public boolean wouldKeepThoughts(int conversation, int turn, List<GivenAnswer> answers) {
        String thoughts = answers.get(turn - 1).reasoning().strip();
        return !thoughts.isEmpty()
                && !prompt(conversation, turn, answers).contains(thoughts)
                && template.render(messages(conversation, turn, answers, true), true)
                        .contains(thoughts);
    }

    private String prompt(int conversation, int turn, List<GivenAnswer> answers) {
        return template.render(messages(conversation, turn, answers, reasoningSent), true);
    }

    private List<ChatMessage> messages(int conversation, int turn, List<GivenAnswer> answers, boolean withReasoning) {
        List<String> asked = questions.apply(conversation);
        List<ChatMessage> messages = new ArrayList<>();
        for (int k = 0; k < turn; k++) {
            GivenAnswer answer = answers.get(k);
            messages.add(new ChatMessage("user", asked.get(k)));
            messages.add(new ChatMessage("assistant", answer.text(), withReasoning ? answer.reasoning() : ""));
        }
        messages.add(new ChatMessage("user", asked.get(turn)));
        return messages;
    }
}
