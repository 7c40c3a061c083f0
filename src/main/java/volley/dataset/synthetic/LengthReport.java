package volley.dataset.synthetic;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far generated prompts are from their asked lengths, by the tokenizer's count.
 *
 * @param prompts number of prompts by (tokens - asked tokens)
 */
public record LengthReport(SortedMap<Integer, Integer> prompts) {
    /** All prompts. */
    public int total() {
        return prompts.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Prompts of exactly the asked number of tokens. */
    public int exact() {
        return prompts.getOrDefault(0, 0);
    }

    /** One line, such as {@code "999 of 1000 exactly as asked (99.90 %), 1 by +1"}. */
    public String describe() {
        String rest = prompts.entrySet().stream()
                .filter(entry -> entry.getKey() != 0)
                .map(entry -> String.format(Locale.ROOT, ", %d by %+d", entry.getValue(), entry.getKey()))
                .collect(Collectors.joining());
        return String.format(
                        Locale.ROOT, "%d of %d exactly as asked (%.2f %%)", exact(), total(), 100.0 * exact() / total())
                + rest;
    }

    /** Counts prompts as they are made. */
    static final class Tally {
        private final SortedMap<Integer, Integer> prompts = new TreeMap<>();

        void add(int askedTokens, int tokens) {
            prompts.merge(tokens - askedTokens, 1, Integer::sum);
        }

        LengthReport report() {
            return new LengthReport(new TreeMap<>(prompts));
        }
    }
}
