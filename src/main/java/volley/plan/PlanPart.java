package volley.plan;

import java.util.Arrays;
import java.util.stream.IntStream;
import volley.config.Shard;

/**
 * Which part of a whole plan a {@link Plan} is. Conversations have their numbers in the whole.
 *
 * @param turns of each conversation of the whole
 * @param shards by conversation, which shard plays it
 */
@SuppressWarnings("ArrayRecordComponent") // numbers of a million conversations; never compared
public record PlanPart(Shard shard, int[] turns, int[] shards) {
    /** All of it. */
    static PlanPart whole(int[] turns) {
        return new PlanPart(Shard.WHOLE, turns, new int[turns.length]);
    }

    /** Whether the shard plays the conversation. */
    public boolean has(int conversation) {
        return shards[conversation] == shard.index();
    }

    /** Conversations that the shard plays. */
    public int conversations() {
        return (int) IntStream.range(0, shards.length).filter(this::has).count();
    }

    /** Turns of the whole plan. */
    public int wholeTurns() {
        return Arrays.stream(turns).sum();
    }
}
