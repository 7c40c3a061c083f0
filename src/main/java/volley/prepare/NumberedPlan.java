package volley.prepare;

import java.util.ArrayList;
import java.util.List;
import volley.calibration.Tags;
import volley.config.PlayedSimulation;
import volley.config.SimulationKind;
import volley.dataset.Conversation;
import volley.dataset.Turn;
import volley.plan.Plan;
import volley.tokenizer.Tokenizer;

/** A plan with a number in each conversation's first text, by which client and server mean the same one. */
public final class NumberedPlan {
    private NumberedPlan() {}

    /** The same plan under the same hash, as a calibration plays it. */
    public static Preparation of(Preparation prepared) {
        Plan plan = prepared.plan();
        List<Conversation> conversations = new ArrayList<>();
        for (Conversation conversation : plan.conversations()) {
            conversations.add(numbered(conversation, conversations.size(), prepared));
        }
        Plan numbered = new Plan(
                SimulationKind.CALIBRATE.mode(),
                List.copyOf(conversations),
                plan.load(),
                plan.seed(),
                plan.arrivalsNs(),
                plan.precedence(),
                plan.hash(),
                plan.part());
        Tokenizer tokenizer =
                prepared.format().isOfIds() ? new NumberedIds(prepared.tokenizer()) : prepared.tokenizer();
        return prepared.playedBy(PlayedSimulation.of(SimulationKind.CALIBRATE), tokenizer, numbered);
    }

    private static Conversation numbered(Conversation conversation, int number, Preparation prepared) {
        boolean chat = prepared.format().api().isChat();
        return chat
                ? with("", conversation, Tags.behind(number), prepared.tokenizer())
                : with(Tags.before(number), conversation, "", prepared.tokenizer());
    }

    private static Conversation with(String before, Conversation conversation, String behind, Tokenizer tokenizer) {
        Turn first = conversation.turns().get(0);
        List<Turn> turns = new ArrayList<>(conversation.turns());
        turns.set(
                0,
                new Turn(
                        first.text().between(before, behind),
                        first.media(),
                        first.promptTokens() + tokenizer.count(before + behind),
                        first.outputTokens()));
        return conversation.with(turns);
    }
}
