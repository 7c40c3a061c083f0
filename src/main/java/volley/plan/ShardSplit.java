package volley.plan;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import volley.config.BadInputException;
import volley.config.LoadSettings;
import volley.config.Shard;
import volley.dataset.Conversation;

/**
 * Splits a plan among several generators, so that all parts together are the plan: its conversations, whole, and each of its
 * arrival times once.
 *
 * <p>Conversations are dealt in turn; those that wait for each other, such as the requests of an agent's session, stay
 * together. An arrival goes to the shard of the conversation whose turn it would be if every answer came at once: that order
 * ({@link InstantPlay}) follows from the plan alone. So each shard has as many arrivals as turns, the server sees the plan's
 * rate at every time, and one that keeps up is asked the same turns at the same times as by one generator.
 */
public final class ShardSplit {
    private ShardSplit() {}

    /**
     * A shard's part, under the name of the whole. Conversations of others keep their places, but have no turn; its own have
     * their texts in memory.
     *
     * @throws BadInputException if a shard would have nothing to play
     */
    public static Plan of(Plan whole, Shard shard) {
        if (shard.isWhole()) {
            return whole;
        }
        int[] turns = whole.part().turns();
        int[] shards = shards(whole, shard.of());
        PlanPart part = new PlanPart(shard, turns, shards);
        List<Conversation> conversations = IntStream.range(0, turns.length)
                .mapToObj(i -> part.has(i)
                        ? whole.conversations().get(i).inMemory()
                        : Conversation.ofOthers(whole.conversations().get(i).id()))
                .toList();
        LoadSettings load = whole.load();
        if (load.maxConcurrency().isPresent()) {
            load = load.toBuilder()
                    .maxConcurrency(
                            OptionalInt.of(shard.partOf(load.maxConcurrency().getAsInt())))
                    .build();
        }
        return new Plan(
                whole.mode(),
                conversations,
                load,
                whole.seed(),
                arrivalsNs(whole, part),
                whole.precedence(),
                whole.hash(),
                part);
    }

    /** By conversation, its shard. */
    private static int[] shards(Plan whole, int of) {
        int[] groups = whole.precedence().groups(whole.conversations().size());
        int count = Arrays.stream(groups).max().orElse(-1) + 1;
        if (count < of) {
            throw new BadInputException("the plan has " + count
                    + (whole.precedence().exists() ? " groups of requests that wait for each other" : " conversations")
                    + ", which stay whole: too few for " + of + " generators; "
                    + (count > 1 ? "give " + count + " or fewer, or a larger plan" : "play it with one"));
        }
        return Arrays.stream(groups).map(group -> group % of).toArray();
    }

    private static long[] arrivalsNs(Plan whole, PlanPart part) {
        int own = IntStream.range(0, part.turns().length)
                .filter(part::has)
                .map(i -> part.turns()[i])
                .sum();
        long[] all = whole.arrivalsNs();
        if (all[all.length - 1] == 0) {
            return new long[own];
        }
        int[] conversations = InstantPlay.conversations(whole);
        return IntStream.range(0, all.length)
                .filter(slot -> part.has(conversations[slot]))
                .mapToLong(slot -> all[slot])
                .toArray();
    }
}
