package volley.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import volley.config.Generated;
import volley.config.LoadSettings;
import volley.config.Settings;
import volley.dataset.Dataset;
import volley.dataset.TextStore;
import volley.dataset.synthetic.SyntheticSessions;
import volley.plan.ArrivalTimes;
import volley.plan.RandomStream;
import volley.tokenizer.Tokenizer;

/**
 * Runs of synthetic conversations in which a client begins a new one when its last one has ended, until the time is over. No
 * more turns are sent than arrive within the time, so that conversations of so many turns, and of what stays unasked in
 * those that are open at the end, are enough.
 */
final class SessionPlan {
    private static final double NANOS_PER_SECOND = 1e9;
    /** Arrivals that are looked at first, beside those that the rate lets expect. */
    private static final int MORE = 64;

    private SessionPlan() {}

    /** How a rate's turns are sent. */
    static LoadSettings load(Settings atRate) {
        Generated.Dialogues asked = atRate.generated().dialogues();
        return asked.newSessions()
                ? atRate.load().toBuilder()
                        .openSessions(OptionalInt.of(asked.clients()))
                        .build()
                : atRate.load();
    }

    /**
     * The conversations of each rate.
     *
     * @param texts where the texts wait from which theirs are cut
     * @throws volley.config.BadInputException if they are too many
     */
    static List<WorkloadSource> sources(Settings settings, Tokenizer tokenizer, TextStore texts) {
        Generated.Dialogues asked = settings.generated().dialogues();
        double seconds = settings.load().limit().orElseThrow().duration().toNanos() / NANOS_PER_SECOND;
        double perSecond = asked.requestsPerSecond().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
        SyntheticSessions.requireRoom(settings, perSecond * seconds + (double) asked.clients() * asked.maxRounds());
        List<Long> turns = new ArrayList<>();
        for (double rate : asked.requestsPerSecond()) {
            turns.add(arrivals(settings.atRate(rate)) + (long) asked.clients() * asked.maxRounds());
        }
        List<WorkloadSource> sources = new ArrayList<>();
        for (Dataset dataset : SyntheticSessions.make(settings, turns, tokenizer, texts)) {
            sources.add(new WorkloadSource(
                    "synthetic conversations, one after the other by each of " + asked.clients()
                            + " clients until the time is over",
                    dataset,
                    Optional.empty()));
        }
        return sources;
    }

    /** Turns that arrive within the run's time. */
    private static long arrivals(Settings atRate) {
        LoadSettings load = atRate.load();
        long endNs = load.limit().orElseThrow().duration().toNanos();
        double expected = load.requestsPerSecond() * (endNs / NANOS_PER_SECOND);
        while (true) {
            double looked = expected * 1.2 + MORE;
            long[] arrivalsNs = ArrivalTimes.drawNs(
                    (int) looked,
                    load,
                    RandomStream.ARRIVALS.open(atRate.workload().seed()));
            if (arrivalsNs[arrivalsNs.length - 1] > endNs) {
                long count = 0;
                while (arrivalsNs[(int) count] <= endNs) {
                    count++;
                }
                return count;
            }
            expected = looked;
        }
    }
}
