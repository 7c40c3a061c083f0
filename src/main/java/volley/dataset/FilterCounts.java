package volley.dataset;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Conversations dropped or cut, per reason.
 *
 * @param byReason only reasons that occurred, in the order of {@link FilterReason}
 */
public record FilterCounts(Map<FilterReason, Long> byReason) {
    public FilterCounts {
        Map<FilterReason, Long> sorted = new EnumMap<>(FilterReason.class);
        sorted.putAll(byReason);
        byReason = Collections.unmodifiableMap(sorted);
    }

    /** Conversations this reason applied to. */
    public long count(FilterReason reason) {
        return byReason.getOrDefault(reason, 0L);
    }

    /** Conversations left out, all reasons together. */
    public long dropped() {
        return sum(true);
    }

    /** Conversations that were kept but lost their last turns. */
    public long cut() {
        return sum(false);
    }

    private long sum(boolean dropped) {
        return byReason.entrySet().stream()
                .filter(entry -> entry.getKey().dropped() == dropped)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** One line, such as {@code "12 an odd number of entries, 3 first prompt too short"}; "none filtered" if empty. */
    public String describe() {
        return byReason.isEmpty()
                ? "none filtered"
                : byReason.entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().text())
                        .collect(Collectors.joining(", "));
    }
}
