package volley.simulator.virtual;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Conversations of equal lengths that share no token: the synthetic multi-turn workload. */
public final class SyntheticConversations {
    private SyntheticConversations() {}

    /**
     * Makes a workload in which token ids never repeat.
     *
     * @param conversations how many
     * @param rounds turns of each
     * @param newTokens tokens each turn adds
     * @param answerTokens tokens of each answer
     */
    public static List<VirtualConversation> of(int conversations, int rounds, int newTokens, int answerTokens) {
        List<VirtualConversation> all = new ArrayList<>(conversations);
        int nextId = 0;
        for (int c = 0; c < conversations; c++) {
            List<VirtualTurn> turns = new ArrayList<>(rounds);
            for (int r = 0; r < rounds; r++) {
                int[] question = IntStream.range(nextId, nextId + newTokens).toArray();
                nextId += newTokens;
                int[] answer = IntStream.range(nextId, nextId + answerTokens).toArray();
                nextId += answerTokens;
                turns.add(new VirtualTurn(question, answer));
            }
            all.add(new VirtualConversation(turns));
        }
        return all;
    }
}
