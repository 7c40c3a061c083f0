package volley.metrics;

import java.util.ArrayList;
import java.util.List;

/** Accumulates {@link CacheTotals} of the turns with the same index in their conversations: the rounds of a run. */
final class CacheByTurn {
    private final List<CacheSums> turns = new ArrayList<>();

    /** @param turn from 0 */
    void accept(int turn, RequestFigures figures) {
        while (turns.size() <= turn) {
            turns.add(new CacheSums());
        }
        turns.get(turn).accept(figures);
    }

    /**
     * By the turn's index.
     *
     * @param run of all turns
     */
    List<CacheTotals> totals(CacheTotals run) {
        return turns.stream().map(sums -> sums.totals(run)).toList();
    }
}
