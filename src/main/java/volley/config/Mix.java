package volley.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A mixed workload, as SGLang's {@code bench_mix.py} has it in a JSON file: users that come without end, of which some stop
 * after each round.
 *
 * @param clients turns under way at most
 * @param rounds what the users do in each
 */
public record Mix(int clients, List<Round> rounds) {
    /** The dataset's name. */
    public static final String DATASET = "mix";

    private static final String PARAMETER = "mix-config";
    private static final String SAMPLE = "data/mix.sample.json";

    /**
     * One round.
     *
     * @param leaving weight of the users for which it is the last
     * @param newTokens of the text, on average
     * @param answerTokens on average
     * @param pauseSeconds from the answer to the next round, on average
     */
    public record Round(int leaving, double newTokens, double answerTokens, double pauseSeconds) {}

    public Mix {
        rounds = List.copyOf(rounds);
    }

    /** Nothing, if another dataset is named. */
    static Optional<Mix> read(Parameters given) {
        if (!given.text("dataset-name").orElse("").equals(DATASET)) {
            if (given.isGiven(PARAMETER)) {
                throw given.bad(PARAMETER, "is of another dataset; add " + GivenAs.setting("dataset-name", DATASET));
            }
            return Optional.empty();
        }
        if (given.isGiven("think-time-seconds")) {
            throw given.bad("think-time-seconds", "is not read: the mix has pauses of its own; leave it out");
        }
        Path file = given.path(PARAMETER).orElseGet(() -> BundledFiles.of(SAMPLE));
        if (!Files.isRegularFile(file)) {
            throw given.bad(PARAMETER, "is no file; give bench_mix's JSON, as in " + SAMPLE);
        }
        try {
            return Optional.of(of(ConfigFactory.parseFile(
                    file.toFile(), ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON))));
        } catch (ConfigException | IllegalArgumentException e) {
            throw new BadInputException(
                    file + ": " + e.getMessage().lines().findFirst().orElse("no JSON") + "; mend it, as in " + SAMPLE);
        }
    }

    /** @throws IllegalArgumentException saying what is wrong */
    private static Mix of(Config json) {
        int rounds = json.getInt("num_rounds");
        int clients = json.getInt("num_clients");
        require(rounds >= 1, "num_rounds is " + rounds + ", below 1");
        require(clients >= 1, "num_clients is " + clients + ", below 1");
        List<Double> leaving = numbers(json, "round_ratios", rounds);
        List<Double> newTokens = numbers(json, "mean_new_tokens_per_round", rounds);
        List<Double> answerTokens = numbers(json, "mean_return_tokens_per_round", rounds);
        List<Double> pauses = numbers(json, "mean_inter_round_interval", rounds);
        List<Round> all = new ArrayList<>();
        long weights = 0;
        for (int i = 0; i < rounds; i++) {
            require(
                    leaving.get(i) == Math.rint(leaving.get(i)) && leaving.get(i) <= 1_000_000,
                    "round_ratios has " + leaving.get(i) + ", no whole number up to 1000000");
            require(newTokens.get(i) >= 1, "mean_new_tokens_per_round has " + newTokens.get(i) + ", below 1");
            require(answerTokens.get(i) >= 1, "mean_return_tokens_per_round has " + answerTokens.get(i) + ", below 1");
            weights += leaving.get(i).intValue();
            all.add(new Round(leaving.get(i).intValue(), newTokens.get(i), answerTokens.get(i), pauses.get(i)));
        }
        require(weights > 0, "round_ratios are all 0");
        return new Mix(clients, all);
    }

    private static List<Double> numbers(Config json, String name, int count) {
        List<Double> numbers = json.getDoubleList(name);
        require(numbers.size() >= count, name + " has " + numbers.size() + " numbers for " + count + " rounds");
        require(
                numbers.stream().allMatch(each -> each >= 0 && each <= 10_000_000),
                name + " has a number that is not from 0 to 10000000");
        return numbers.subList(0, count);
    }

    private static void require(boolean ok, String wrong) {
        if (!ok) {
            throw new IllegalArgumentException(wrong);
        }
    }
}
