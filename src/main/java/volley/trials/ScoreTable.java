package volley.trials;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** The scores of the measured runs so far, by combination of parameters, in the order in which they came. */
final class ScoreTable {
    private final String simulation;
    private final int warmup;
    private final Map<SortedMap<String, String>, List<List<TrialScores>>> byCombination = new LinkedHashMap<>();

    /**
     * @param simulation name of the class
     * @param warmup runs before the measured ones of each fork
     */
    ScoreTable(String simulation, int warmup) {
        this.simulation = simulation;
        this.warmup = warmup;
    }

    /** Takes in what a run gave, unless it was a warm-up. */
    void add(Trial trial, TrialScores scores) {
        if (trial.warmup()) {
            return;
        }
        List<List<TrialScores>> forks = byCombination.computeIfAbsent(trial.crossed(), each -> new ArrayList<>());
        while (forks.size() < trial.fork()) {
            forks.add(new ArrayList<>());
        }
        forks.get(trial.fork() - 1).add(scores);
    }

    boolean isEmpty() {
        return byCombination.isEmpty();
    }

    JmhReport report() {
        return JmhReport.of(
                simulation,
                byCombination.entrySet().stream()
                        .map(entry -> new Combination(entry.getKey(), warmup, entry.getValue()))
                        .toList());
    }
}
