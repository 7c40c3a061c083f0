package volley.dataset.synthetic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import volley.config.Mix;
import volley.config.Settings;
import volley.config.TimeLimit;
import volley.dataset.Conversation;
import volley.dataset.Dataset;
import volley.dataset.FilterCounts;
import volley.dataset.PromptText;
import volley.dataset.TextStore;
import volley.dataset.Turn;
import volley.tokenizer.Tokenizer;

/**
 * The users of {@code bench_mix}: how many rounds each plays, how long its texts, answers and pauses are. Drawn before the
 * run, as many users as it can need; texts are made when they are to be sent.
 *
 * <p>As the original: new tokens are even in [0.8, 1.2] x their mean, answers and pauses are normal about theirs with a
 * standard deviation of 100, which is tokens for the one and seconds for the other, and the mean itself where less than 0
 * or nothing is drawn. A user's first text begins with its name, so that no two begin alike.
 */
public final class MixUsers {
    private static final double LEAST = 0.8;
    private static final double MOST = 1.2;
    private static final double SIGMA = 100;
    /** More users than this do not begin in a second: that is 50 prompts a second of the sample, and 60,000 tokens. */
    private static final int MOST_USERS_PER_SECOND = 20;

    /** Where there is no time limit. */
    private static final int TIMES_CLIENTS = 4;

    private static final double NS_PER_SECOND = 1e9;

    private final Mix mix;
    private final UniformRandomProvider random;
    private final ZigguratSampler.NormalizedGaussian normal;
    private final Texts texts;

    private MixUsers(Mix mix, UniformRandomProvider random, Texts texts) {
        this.mix = mix;
        this.random = random;
        this.normal = ZigguratSampler.NormalizedGaussian.of(random);
        this.texts = texts;
    }

    /**
     * Draws them.
     *
     * @param store where the texts wait from which theirs are cut
     * @throws volley.config.BadInputException if the ShareGPT file cannot be used, or the tokenizer has too few words
     */
    public static Dataset make(Settings settings, Tokenizer tokenizer, TextStore store) {
        Mix mix = settings.generated().mix().orElseThrow();
        int count = settings.workload()
                .conversations()
                .orElseGet(() -> count(mix, settings.load().limit()));
        double longest =
                mix.rounds().stream().mapToDouble(Mix.Round::newTokens).max().orElseThrow();
        TextVolume.check(
                (double) count * mix.rounds().size(),
                0,
                MOST * longest,
                "num-prompts",
                "duration-seconds",
                "mix-config");
        long seed = settings.workload().seed();
        TextSource source = TextSources.of(
                settings,
                (int) Math.min(Integer.MAX_VALUE, (long) count * mix.rounds().size()),
                tokenizer,
                store);
        MeasuredText answer = new MeasuredText(SyntheticDialogues.ANSWER, tokenizer.count(SyntheticDialogues.ANSWER));
        boolean chat = settings.server().api().format().isChat();
        Texts texts = new Texts(source, chat ? MeasuredText.NOTHING : answer, seed);
        MixUsers users = new MixUsers(mix, Draws.lengths(seed), texts);
        List<Conversation> all = new ArrayList<>(count);
        for (int user = 0; user < count; user++) {
            String name = "user-" + (user + 1);
            all.add(users.draw(name, user, tokenizer.count(name + " ")));
        }
        return new Dataset(all, new FilterCounts(Map.of()), all.size());
    }

    private static int count(Mix mix, Optional<TimeLimit> limit) {
        double users = limit.map(
                        each -> MOST_USERS_PER_SECOND * (each.duration().toNanos() / NS_PER_SECOND))
                .orElse((double) TIMES_CLIENTS * mix.clients());
        return (int) Math.min(Integer.MAX_VALUE, Math.max(mix.clients(), Math.ceil(users)));
    }

    private Conversation draw(String name, int user, int nameTokens) {
        int rounds = rounds();
        List<Turn> turns = new ArrayList<>(rounds);
        List<Duration> pauses = new ArrayList<>(rounds);
        for (int i = 0; i < rounds; i++) {
            Mix.Round round = mix.rounds().get(i);
            int tokens = even(round.newTokens());
            int answerTokens = (int) Math.max(1, normal(round.answerTokens()));
            PromptText text = texts.text(user * mix.rounds().size() + i, tokens, i > 0);
            turns.add(new Turn(
                    i == 0 ? text.between(name + " ", "") : text,
                    Optional.empty(),
                    i == 0 ? nameTokens + tokens : tokens,
                    answerTokens));
            pauses.add(Duration.ofNanos(Math.round(normal(round.pauseSeconds()) * NS_PER_SECOND)));
        }
        return new Conversation(name, turns, pauses.subList(0, rounds - 1));
    }

    /** The round after which it stops, drawn by weight. */
    private int rounds() {
        int all = mix.rounds().stream().mapToInt(Mix.Round::leaving).sum();
        int drawn = random.nextInt(all);
        int rounds = 0;
        while (drawn >= 0) {
            drawn -= mix.rounds().get(rounds++).leaving();
        }
        return rounds;
    }

    private int even(double mean) {
        return (int) Math.max(1, Math.rint(mean * (LEAST + (MOST - LEAST) * random.nextDouble())));
    }

    private double normal(double mean) {
        double drawn = mean + SIGMA * normal.sample();
        return drawn > 0 ? drawn : mean;
    }

    /** Texts by their number. */
    private record Texts(TextSource source, MeasuredText answer, long seed) {
        PromptText text(int number, int tokens, boolean behindAnswer) {
            return new Later(this, number, tokens, behindAnswer ? answer : MeasuredText.NOTHING);
        }
    }

    /** Made at each call. */
    private record Later(Texts texts, int number, int tokens, MeasuredText before) implements PromptText {
        @Override
        public String text() {
            return texts.source()
                    .text(number, tokens, before, Draws.texts(texts.seed(), 0, number))
                    .text();
        }

        @Override
        public String identity() {
            return String.join(
                    " ",
                    texts.source().identity(),
                    String.valueOf(texts.seed()),
                    String.valueOf(number),
                    String.valueOf(tokens),
                    before.text());
        }

        @Override
        public boolean atHand() {
            return false;
        }

        @Override
        public PromptText inMemory() {
            texts.source().inMemory(number);
            return this;
        }
    }
}
