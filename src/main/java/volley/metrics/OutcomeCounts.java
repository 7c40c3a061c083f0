package volley.metrics;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import volley.client.Outcome;

/**
 * How the planned turns ended.
 *
 * @param planned turns of the plan
 * @param byOutcome count of every outcome, 0 included
 */
public record OutcomeCounts(long planned, Map<Outcome, Long> byOutcome) {
    public OutcomeCounts {
        EnumMap<Outcome, Long> copy = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            copy.put(outcome, byOutcome.getOrDefault(outcome, 0L));
        }
        byOutcome = Collections.unmodifiableMap(copy);
    }

    /** The counts of several runs together. */
    public static OutcomeCounts sum(Collection<OutcomeCounts> runs) {
        EnumMap<Outcome, Long> counts = new EnumMap<>(Outcome.class);
        runs.forEach(run -> run.byOutcome().forEach((outcome, count) -> counts.merge(outcome, count, Long::sum)));
        return new OutcomeCounts(runs.stream().mapToLong(OutcomeCounts::planned).sum(), counts);
    }

    public long of(Outcome outcome) {
        return byOutcome.get(outcome);
    }

    public long ok() {
        return of(Outcome.OK);
    }

    public long skipped() {
        return of(Outcome.SKIPPED_AFTER_FAILURE);
    }

    public long cancelled() {
        return of(Outcome.CANCELLED);
    }

    public long failed() {
        return Arrays.stream(Outcome.values())
                .filter(Outcome::isFailure)
                .mapToLong(this::of)
                .sum();
    }

    /** planned = ok + failed + skipped + cancelled: no turn was lost and none counted twice. */
    public boolean complete() {
        return planned == ok() + failed() + skipped() + cancelled();
    }
}
