package volley.dataset;

import java.util.List;

/**
 * The user's side of one conversation; the server's answers come from the server.
 *
 * @param id the dataset's own id, or one made of the record's place in the file; unique within a plan
 * @param turns at least one, unless another generator of the plan plays it
 */
public record Conversation(String id, List<Turn> turns) {
    public Conversation {
        turns = List.copyOf(turns);
    }

    /** One that another generator plays: its texts are not kept here. */
    public static Conversation ofOthers(String id) {
        return new Conversation(id, List.of());
    }
}
