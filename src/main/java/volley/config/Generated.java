package volley.config;

import java.util.List;
import java.util.Optional;

/**
 * What the texts made by Volley itself are to be like. Lengths are tokens by the run's tokenizer, without chat template.
 *
 * @param wordsOnly draw words of the tokenizer's vocabulary, instead of cutting the texts of a ShareGPT file
 * @param mix where that is the dataset
 */
public record Generated(
        boolean wordsOnly,
        RandomRequests random,
        PrefixGroups groups,
        Dialogues dialogues,
        Dial dial,
        Optional<Mix> mix) {
    /**
     * Requests of random length: each length even in [{@code rangeRatio} x tokens, tokens], at least 1.
     *
     * @param rangeRatio from 0 to 1
     */
    public record RandomRequests(int inputTokens, int outputTokens, double rangeRatio) {}

    /**
     * Groups of prompts that share a system prompt.
     *
     * @param questionTokens tokens of a question and the blank line before it
     * @param asTurns one conversation a group, instead of one request a question
     */
    public record PrefixGroups(
            int groups,
            int promptsPerGroup,
            int systemPromptTokens,
            int questionTokens,
            int outputTokens,
            boolean asTurns) {}

    /**
     * Synthetic conversations.
     *
     * @param firstPromptTokens tokens of a conversation's first text, at most
     * @param furtherPromptTokens tokens of each later one, at most
     * @param rangeRatio least length as a part of the most, from 0 to 1
     * @param requestsPerSecond the rates to run one after the other
     * @param newSessions whether a client whose conversation has ended begins a new one, until the run's time is over
     * @param tag a word for the result line
     */
    public record Dialogues(
            int clients,
            int minRounds,
            int maxRounds,
            int firstPromptTokens,
            int furtherPromptTokens,
            int outputTokens,
            double rangeRatio,
            List<Double> requestsPerSecond,
            boolean newSessions,
            Optional<String> tag) {}

    static Generated read(Parameters given) {
        return new Generated(
                given.flag("disable-random-sample"),
                random(given),
                groups(given),
                dialogues(given),
                Dial.read(given),
                Mix.read(given));
    }

    private static RandomRequests random(Parameters given) {
        return new RandomRequests(
                atLeastOne(given, "random-input-len"),
                atLeastOne(given, "random-output-len"),
                ratio(given, "random-range-ratio"));
    }

    private static PrefixGroups groups(Parameters given) {
        return new PrefixGroups(
                atLeastOne(given, "gsp-num-groups"),
                atLeastOne(given, "gsp-prompts-per-group"),
                atLeastOne(given, "gsp-system-prompt-len"),
                (int) given.whole("gsp-question-len", 4, Integer.MAX_VALUE),
                atLeastOne(given, "gsp-output-len"),
                given.flag("gsp-as-turns"));
    }

    private static Dialogues dialogues(Parameters given) {
        int rounds = atLeastOne(given, "num-rounds");
        int least = (int) given.whole("min-rounds", 0, Integer.MAX_VALUE);
        int most = (int) given.whole("max-rounds", 0, Integer.MAX_VALUE);
        int minRounds = least == 0 ? Math.min(rounds, most == 0 ? rounds : most) : least;
        int maxRounds = most == 0 ? Math.max(rounds, minRounds) : most;
        if (minRounds > maxRounds) {
            throw given.bad("min-rounds", "is more than " + GivenAs.setting("max-rounds", String.valueOf(maxRounds)));
        }
        int first = atLeastOne(given, "request-length");
        int further = (int) given.whole("sub-question-input-length", 0, Integer.MAX_VALUE);
        return new Dialogues(
                atLeastOne(given, "num-clients"),
                minRounds,
                maxRounds,
                first,
                further == 0 ? first : further,
                atLeastOne(given, "output-length"),
                ratio(given, "range-ratio"),
                rates(given),
                given.flag("new-sessions"),
                given.text("tag"));
    }

    /** A rate of its own is the only one: the original ignores it unless told {@code disable-auto-run}. */
    private static List<Double> rates(Parameters given) {
        if (given.isGiven("sweep-rates") && (given.isGiven("request-rate") || given.flag("disable-auto-run"))) {
            throw given.bad(
                    "sweep-rates",
                    "contradicts " + GivenAs.parameter("request-rate") + " or " + GivenAs.parameter("disable-auto-run")
                            + "; give one");
        }
        if (given.isGiven("request-rate") || given.flag("disable-auto-run")) {
            return List.of(given.number("request-rate", 0, true, true));
        }
        List<Double> rates = given.numbers("sweep-rates", 0);
        Repeated.first(rates).ifPresent(twice -> {
            throw given.bad(
                    "sweep-rates",
                    "has the rate " + twice + " twice; give each once, and repeat the sweep with "
                            + GivenAs.setting("iterations", "2"));
        });
        return rates;
    }

    private static int atLeastOne(Parameters given, String name) {
        return (int) given.whole(name, 1, Integer.MAX_VALUE);
    }

    private static double ratio(Parameters given, String name) {
        double ratio = given.number(name, 0, false, false);
        if (ratio > 1) {
            throw given.bad(name, "is not a number from 0 to 1");
        }
        return ratio;
    }
}
