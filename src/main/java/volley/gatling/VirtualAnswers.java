package volley.gatling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import volley.dataset.Conversation;
import volley.plan.Plan;
import volley.simulator.http.AnswerDrafts;
import volley.simulator.http.AnswerDrafts.Draft;
import volley.simulator.http.ChatMessage;
import volley.simulator.http.UnusablePromptException;

/**
 * What the simulated model is asked and answers in each turn of a plan. A model's answer depends on its prompt only, so
 * it is the same in every run, whatever order and server: made once, kept for further runs. Not thread-safe.
 */
final class VirtualAnswers {
    private final List<Conversation> conversations;
    private final AnswerDrafts drafts;
    private final List<List<ChatMessage>> messages = new ArrayList<>();
    private final List<List<Draft>> made = new ArrayList<>();

    VirtualAnswers(Plan plan, AnswerDrafts drafts) {
        this.conversations = plan.conversations();
        this.drafts = drafts;
        for (int c = 0; c < conversations.size(); c++) {
            messages.add(new ArrayList<>());
            made.add(new ArrayList<>());
        }
    }

    /** The turn's prompt and answer; empty if the server refuses a prompt so long. Ask for turns in their order. */
    Optional<Draft> of(int conversation, int turn) {
        List<Draft> known = made.get(conversation);
        if (turn < known.size()) {
            return Optional.of(known.get(turn));
        }
        var question = conversations.get(conversation).turns().get(turn);
        List<ChatMessage> chat = messages.get(conversation);
        if (chat.size() == 2 * turn) {
            chat.add(new ChatMessage("user", question.prompt()));
        }
        try {
            Draft draft = drafts.ofChat(chat, question.outputTokens());
            known.add(draft);
            chat.add(new ChatMessage("assistant", draft.text()));
            return Optional.of(draft);
        } catch (UnusablePromptException e) {
            return Optional.empty();
        }
    }
}
