package volley.simulator.virtual;

import java.util.List;

/** A conversation whose turns are played one after the other, each with all that was said before it. */
public record VirtualConversation(List<VirtualTurn> turns) {
    public VirtualConversation {
        turns = List.copyOf(turns);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("a conversation without turns");
        }
    }
}
