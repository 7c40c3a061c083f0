package volley.dataset;

import java.time.Duration;
import java.util.List;

/**
 * The user's side of one conversation; the server's answers come from the server.
 *
 * @param id the dataset's own id, or one made of the record's place in the file; unique within a plan
 * @param turns at least one, unless another generator of the plan plays it
 * @param pauses from each answer, but for the last, until the next turn is ready; empty: the load's think time
 */
public record Conversation(String id, List<Turn> turns, List<Duration> pauses) {
    /** Without pauses of its own. */
    public Conversation(String id, List<Turn> turns) {
        this(id, turns, List.of());
    }

    public Conversation {
        turns = List.copyOf(turns);
        pauses = List.copyOf(pauses);
        if (!pauses.isEmpty() && pauses.size() != turns.size() - 1) {
            throw new IllegalArgumentException(
                    "conversation " + id + " has " + pauses.size() + " pauses between " + turns.size() + " turns");
        }
    }

    /** One that another generator plays: its texts are not kept here. */
    public static Conversation ofOthers(String id) {
        return new Conversation(id, List.of());
    }

    /** The same, its texts kept by the store. */
    public Conversation in(TextStore texts) {
        return with(turns.stream().map(turn -> turn.in(texts)).toList());
    }

    /** The same, needing no {@link TextStore} any more. */
    public Conversation inMemory() {
        return with(turns.stream().map(Turn::inMemory).toList());
    }

    /** The same with other turns, as many. */
    public Conversation with(List<Turn> others) {
        return new Conversation(id, others, pauses);
    }

    /** The same on a clock that runs faster. */
    public Conversation faster(double factor) {
        return pauses.isEmpty()
                ? this
                : new Conversation(
                        id,
                        turns,
                        pauses.stream()
                                .map(pause -> Duration.ofNanos(Math.round(pause.toNanos() / factor)))
                                .toList());
    }
}
