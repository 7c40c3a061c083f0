package volley.trials;

import java.util.List;
import java.util.SortedMap;

/**
 * The measured runs of one combination of parameters.
 *
 * @param crossed values of the crossed parameters, by name
 * @param warmup runs before them in each fork
 * @param forks the scores of each fork's runs in their order
 */
record Combination(SortedMap<String, String> crossed, int warmup, List<List<TrialScores>> forks) {}
