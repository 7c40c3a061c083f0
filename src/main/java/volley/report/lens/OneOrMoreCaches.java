package volley.report.lens;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Whether one cache or several answered. A single cache that lost what was used lately, by a flush or by eviction of what
 * was used longest ago, has lost all that was used before that too. So a hit on something older than what an earlier
 * request had lost is proof of another cache behind the same address, and the loss was a turn that went there.
 *
 * <p>Verdicts are held back from the first doubtful loss on until there is a proof or the run ends; memory: those.
 */
final class OneOrMoreCaches {
    /** Of a loss that is explained, or none. */
    static final long NO_USE = 0;

    private record Held(boolean doubtful, CacheVerdict verdict) {}

    private final Consumer<CacheVerdict> verdicts;
    private final List<Held> held = new ArrayList<>();
    private long latestLostUse = NO_USE;
    private boolean several;

    /** @param verdicts told of each verdict, in their order */
    OneOrMoreCaches(Consumer<CacheVerdict> verdicts) {
        this.verdicts = verdicts;
    }

    /**
     * A request found something.
     *
     * @param lastUse which of all uses the last one of its deepest hit had been
     */
    void hit(long lastUse) {
        if (!several && lastUse < latestLostUse) {
            several = true;
            end();
        }
    }

    /**
     * @param lostUse which of all uses the last one of what was lost had been, for a loss that one cache would have by a
     *     flush only; else {@link #NO_USE}
     */
    void accept(long lostUse, CacheVerdict verdict) {
        boolean doubtful = lostUse != NO_USE;
        latestLostUse = Math.max(latestLostUse, lostUse);
        if (several || (held.isEmpty() && !doubtful)) {
            verdicts.accept(doubtful ? verdict.because(LossCause.OTHER_SERVER) : verdict);
        } else {
            held.add(new Held(doubtful, verdict));
        }
    }

    /** Lets go of what is held back. */
    void end() {
        for (Held one : held) {
            verdicts.accept(several && one.doubtful() ? one.verdict().because(LossCause.OTHER_SERVER) : one.verdict());
        }
        held.clear();
    }
}
