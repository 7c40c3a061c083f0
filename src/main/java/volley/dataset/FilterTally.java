package volley.dataset;

import java.util.EnumMap;
import java.util.Map;

/** Counts while a file is read. */
final class FilterTally {
    private final Map<FilterReason, Long> byReason = new EnumMap<>(FilterReason.class);

    void add(FilterReason reason) {
        byReason.merge(reason, 1L, Long::sum);
    }

    FilterCounts counts() {
        return new FilterCounts(byReason);
    }
}
