package volley.gatling;

import java.util.ArrayList;
import java.util.List;
import volley.client.JsonText;
import volley.client.Usage;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.tokenizer.TemplateOverhead;

/**
 * A conversation as it is played: the texts so far, each encoded once, and how many tokens they are. At most one turn
 * is under way, and the turn queue orders one after the other, so nothing here is locked.
 */
final class Dialogue {
    private final Conversation conversation;
    private final TemplateOverhead overhead;
    private final TextForm form;
    private final List<TextForm.Piece> questions;
    private final List<JsonText> history = new ArrayList<>();
    private int promptTokens;

    /** @param form how texts go into requests; a slow one is asked here for all questions, before the run */
    Dialogue(Conversation conversation, TemplateOverhead overhead, TextForm form) {
        this.conversation = conversation;
        this.overhead = overhead;
        this.form = form;
        this.questions =
                form.slow() ? conversation.turns().stream().map(this::question).toList() : List.of();
    }

    private TextForm.Piece question(Turn turn) {
        return form.question(turn.prompt(), turn.promptTokens());
    }

    Conversation conversation() {
        return conversation;
    }

    Turn turn(int index) {
        return conversation.turns().get(index);
    }

    /** Adds the turn's question, and returns all texts from the first question to this one. */
    List<JsonText> ask(int index) {
        TextForm.Piece question = questions.isEmpty() ? question(turn(index)) : questions.get(index);
        history.add(question.json());
        add(question.tokens() + (index == 0 ? overhead.firstTurnTokens() : overhead.furtherTurnTokens()));
        return history;
    }

    /**
     * Adds the server's answer. Not for event loops if the form is slow.
     *
     * @param escaped the answer as {@link volley.client.Exchange#answer()} has it
     * @param tokens its length by the server's count, or {@link Usage#ABSENT}
     */
    void answered(byte[] escaped, int tokens) {
        if (history.size() == 2 * conversation.turns().size() - 1) {
            end();
        } else {
            TextForm.Piece answer = form.answer(escaped, tokens);
            history.add(answer.json());
            add(answer.tokens());
        }
    }

    /** Nothing more will be asked: lets go of the texts. */
    void end() {
        history.clear();
    }

    /**
     * Tokens of the prompt last asked, with history and chat template, as the client counts them without tokenizing
     * the history again; {@link Usage#ABSENT} after an answer whose length the server did not tell.
     */
    int promptTokens() {
        return promptTokens;
    }

    private void add(int tokens) {
        promptTokens = promptTokens == Usage.ABSENT || tokens == Usage.ABSENT ? Usage.ABSENT : promptTokens + tokens;
    }
}
