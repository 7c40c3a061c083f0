package volley.trials;

import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import volley.config.Settings;

/**
 * One run among those that are repeated.
 *
 * @param number among all, from 1
 * @param crossed values of the crossed parameters, by name without {@code volley.}
 * @param fork in its combination, from 1
 * @param iteration in its fork, from 1; warm-up and measured runs are counted apart
 */
record Trial(int number, SortedMap<String, String> crossed, int fork, boolean warmup, int iteration) {
    /** Eight hex digits that look random, so that salts differ in their first token already. */
    private static final int SALT_MASK = 0x7fffffff;

    /**
     * The parameters of its process beyond those given: its own of the crossed ones, no further repetition, and, unless
     * the same plan is asked for, a seed and a salt. Runs at the same place of two combinations have the same seed, so
     * that they differ in the crossed parameters only.
     *
     * @param settings of its combination
     */
    Map<String, String> parameters(Settings settings) {
        TreeMap<String, String> parameters = new TreeMap<>(crossed);
        if (settings.requests().cold().isRequired(true)) {
            parameters.put("require-cold", "always");
        }
        parameters.putAll(Map.of("iterations", "1", "warmup", "0", "forks", "1", "find-saturation", ""));
        if (!settings.repetition().samePlan()) {
            long seed = settings.workload().seed();
            parameters.put("seed", String.valueOf(seed + place(settings)));
            parameters.put(
                    "salt",
                    settings.workload().salt().orElse("")
                            + String.format(
                                    Locale.ROOT,
                                    "%08x",
                                    (((31 * seed + number) * 0x9E3779B97F4A7C15L) >>> 32) & SALT_MASK));
        }
        return parameters;
    }

    /** Place among the runs of its combination, from 0. */
    private int place(Settings settings) {
        int inFork = warmup ? iteration - 1 : settings.repetition().warmup() + iteration - 1;
        return (fork - 1)
                        * (settings.repetition().warmup()
                                + settings.repetition().iterations())
                + inFork;
    }

    /** A part of it, whose server and rate count as if they were crossed. */
    Trial of(TrialPart part) {
        TreeMap<String, String> with = new TreeMap<>(crossed);
        part.server().ifPresent(server -> with.put("server", server));
        part.rate().ifPresent(rate -> with.put("request-rate", rate));
        return new Trial(number, with, fork, warmup, iteration);
    }

    /** Such as {@code request-rate=4, fork 1, warm-up 2}. */
    String text() {
        String parameters = crossed.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + ", ")
                .collect(Collectors.joining());
        return parameters + "fork " + fork + ", " + (warmup ? "warm-up " : "iteration ") + iteration;
    }
}
