package volley.plan;

import java.util.Arrays;
import java.util.List;
import volley.config.LoadSettings;
import volley.config.OrderPolicy;
import volley.config.Pacing;
import volley.dataset.Conversation;
import volley.turns.Precedence;

/**
 * All that a run will do, fixed before anything is sent.
 *
 * @param mode name of the simulation, such as {@code multiturn}
 * @param conversations in the order in which they wait at the start
 * @param load how they are sent
 * @param seed of everything drawn
 * @param arrivalsNs when each request slot is due, ns since the run's start; one slot for each turn
 * @param precedence which conversations wait for which
 * @param hash SHA-256 over all of the above, in lower-case hex; of a part, that of the whole
 * @param part which part of the whole plan it is
 */
@SuppressWarnings("ArrayRecordComponent") // a time for each of a million turns; never compared
public record Plan(
        String mode,
        List<Conversation> conversations,
        LoadSettings load,
        long seed,
        long[] arrivalsNs,
        Precedence precedence,
        String hash,
        PlanPart part) {

    /** Draws the arrival times and names the plan. */
    public static Plan of(String mode, List<Conversation> conversations, LoadSettings load, long seed) {
        int turns = conversations.stream().mapToInt(each -> each.turns().size()).reduce(0, Math::addExact);
        long[] arrivalsNs = ArrivalTimes.drawNs(turns, load, RandomStream.ARRIVALS.open(seed));
        return at(arrivalsNs, mode, conversations, load, seed);
    }

    /**
     * A plan whose arrival times are the data's.
     *
     * @param recordedNs when each turn comes in the data, ns since the first, never falling
     * @param slowDown by which the times are multiplied: 2 plays at half the speed
     */
    public static Plan replay(
            String mode,
            List<Conversation> conversations,
            LoadSettings load,
            long seed,
            long[] recordedNs,
            double slowDown) {
        long[] arrivalsNs =
                Arrays.stream(recordedNs).map(ns -> Math.round(ns * slowDown)).toArray();
        return at(arrivalsNs, mode, conversations, load, seed);
    }

    /** A plan whose conversations wait for others, with arrival times drawn. Where all come at once, those that are ready do. */
    public static Plan ordered(
            String mode, List<Conversation> conversations, LoadSettings load, long seed, Precedence precedence) {
        int turns = conversations.stream().mapToInt(each -> each.turns().size()).reduce(0, Math::addExact);
        long[] arrivalsNs = ArrivalTimes.drawNs(turns, load, RandomStream.ARRIVALS.open(seed));
        return of(mode, conversations, load, seed, arrivalsNs, precedence);
    }

    /**
     * The same on a clock that runs faster: all that waits does so for less time. Its name stays, since the same turns come
     * at the same times of the faster clock.
     *
     * @param factor how much faster; 1 changes nothing
     */
    public Plan faster(double factor) {
        if (factor == 1) {
            return this;
        }
        long[] soonerNs =
                Arrays.stream(arrivalsNs).map(ns -> Math.round(ns / factor)).toArray();
        List<Conversation> faster =
                conversations.stream().map(each -> each.faster(factor)).toList();
        return new Plan(mode, faster, load.faster(factor), seed, soonerNs, precedence.faster(factor), hash, part);
    }

    private static Plan at(
            long[] arrivalsNs, String mode, List<Conversation> conversations, LoadSettings load, long seed) {
        return of(mode, conversations, load, seed, arrivalsNs, Precedence.NONE);
    }

    private static Plan of(
            String mode,
            List<Conversation> conversations,
            LoadSettings load,
            long seed,
            long[] arrivalsNs,
            Precedence precedence) {
        String hash = PlanHash.of(mode, conversations, load, seed, arrivalsNs, precedence);
        int[] turns =
                conversations.stream().mapToInt(each -> each.turns().size()).toArray();
        return new Plan(
                mode, List.copyOf(conversations), load, seed, arrivalsNs, precedence, hash, PlanPart.whole(turns));
    }

    /** Number of turns over all of its own conversations, which is the number of request slots. */
    public int turns() {
        return arrivalsNs.length;
    }

    /** Turns that can be under way at the same time: one of each conversation that is open, and no more than the load allows. */
    public int maxTurnsInFlight() {
        int together = Math.min(part.conversations(), precedence.exists() ? precedence.width() : Integer.MAX_VALUE);
        return Math.min(
                Math.min(together, load.openSessions().orElse(Integer.MAX_VALUE)),
                load.maxConcurrency().orElse(Integer.MAX_VALUE));
    }

    /** Whether requests must be on the wire in exactly the order of their turns. */
    public boolean isStrict() {
        return load.order() == OrderPolicy.STRICT;
    }

    /**
     * Whether a virtual user takes one turn after the other instead of one. Where all slots are due at the
     * start, as many users as turns can be under way do, and those that would only wait in line are never made.
     */
    public boolean slotsAreReused() {
        return arrivalsNs[turns() - 1] == 0 && load.pacing() == Pacing.ABSOLUTE;
    }

    /**
     * Virtual users that play it. Of those that would come after the run's time only the first is made: it comes when that
     * time is over, so that somebody is there until then.
     */
    public int users() {
        if (slotsAreReused()) {
            return maxTurnsInFlight();
        }
        long endNs = durationNs();
        return (int) Math.min(
                turns(),
                Arrays.stream(arrivalsNs)
                                .takeWhile(arrivalNs -> arrivalNs <= endNs)
                                .count()
                        + 1);
    }

    /** When each of the {@link #users} is started, ns since the run's start. */
    public long[] userStartsNs() {
        long[] startsNs = Arrays.copyOf(arrivalsNs, users());
        int last = startsNs.length - 1;
        startsNs[last] = Math.min(startsNs[last], durationNs());
        return startsNs;
    }

    /** How long turns are sent at most, ns; {@code Long.MAX_VALUE}: to the end of the plan. */
    public long durationNs() {
        return load.limit().map(limit -> limit.duration().toNanos()).orElse(Long.MAX_VALUE);
    }
}
