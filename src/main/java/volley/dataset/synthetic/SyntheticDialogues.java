package volley.dataset.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import volley.config.Generated;
import volley.config.Settings;
import volley.dataset.Conversation;
import volley.dataset.SlowProgress;
import volley.dataset.TextStore;
import volley.dataset.Turn;
import volley.tokenizer.Tokenizer;

/**
 * The conversations of {@code bench_multiturn}: a first text, and a new one behind each answer. All rates of a sweep
 * have the same rounds and lengths, and texts of their own: nothing of one rate can be a cache hit of the next, even
 * where the server's cache cannot be flushed.
 */
public final class SyntheticDialogues {
    /** The dataset's name in the results. */
    public static final String NAME = "synthetic";

    /** Stands for the answer before a text that is put behind it without anything between. */
    static final String ANSWER = "yes";

    private final Settings settings;
    private final TextSource texts;
    private final MeasuredText answer;
    private final TextStore store;
    private final SlowProgress progress;

    private SyntheticDialogues(
            Settings settings, int rates, Tokenizer tokenizer, TextStore store, SlowProgress progress) {
        Generated.Dialogues asked = settings.generated().dialogues();
        this.settings = settings;
        long texts = (long) asked.clients() * asked.maxRounds() * rates;
        this.texts = TextSources.of(settings, (int) Math.min(Integer.MAX_VALUE, texts), tokenizer, store);
        this.answer = new MeasuredText(ANSWER, tokenizer.count(ANSWER));
        this.store = store;
        this.progress = progress;
    }

    /**
     * Makes the conversations of each rate of a sweep.
     *
     * @param rates how many
     * @param store where their texts are kept, and those from which they are cut
     * @throws volley.config.BadInputException if the ShareGPT file cannot be used, or the tokenizer has too few words
     */
    public static List<GeneratedDataset> make(Settings settings, int rates, Tokenizer tokenizer, TextStore store) {
        Generated.Dialogues asked = settings.generated().dialogues();
        int clients = asked.clients();
        double conversations = (double) clients * rates;
        TextVolume.check(
                settings.shards().shard(),
                conversations * asked.maxRounds(),
                conversations * (asked.firstPromptTokens() + (asked.maxRounds() - 1.0) * asked.furtherPromptTokens()),
                Math.max(asked.firstPromptTokens(), asked.furtherPromptTokens()),
                "num-clients",
                "num-rounds",
                "max-rounds",
                "request-length",
                "sub-question-input-length");
        try (SlowProgress progress = TextSources.progress(settings, (long) clients * rates)) {
            SyntheticDialogues dialogues = new SyntheticDialogues(settings, rates, tokenizer, store, progress);
            return IntStream.range(0, rates).mapToObj(dialogues::make).toList();
        }
    }

    private GeneratedDataset make(int repetition) {
        Generated.Dialogues asked = settings.generated().dialogues();
        UniformRandomProvider random = Draws.lengths(settings.workload().seed());
        List<List<Lengths>> lengths = new ArrayList<>(asked.clients());
        for (int client = 0; client < asked.clients(); client++) {
            lengths.add(draw(asked, random));
        }
        List<Conversation> conversations = IntStream.range(0, asked.clients())
                .parallel()
                .mapToObj(client -> {
                    Conversation conversation = conversation(repetition, client, lengths.get(client));
                    progress.step(1);
                    return conversation;
                })
                .toList();
        LengthReport.Tally tally = new LengthReport.Tally();
        for (int client = 0; client < asked.clients(); client++) {
            List<Turn> turns = conversations.get(client).turns();
            for (int round = 0; round < turns.size(); round++) {
                tally.add(
                        lengths.get(client).get(round).inputTokens(),
                        turns.get(round).promptTokens());
            }
        }
        return GeneratedDataset.of(conversations, tally);
    }

    /** Tokens of one round. */
    record Lengths(int inputTokens, int outputTokens) {}

    static List<Lengths> draw(Generated.Dialogues asked, UniformRandomProvider random) {
        int rounds = asked.minRounds() + random.nextInt(asked.maxRounds() - asked.minRounds() + 1);
        List<Lengths> lengths = new ArrayList<>(rounds);
        for (int round = 0; round < rounds; round++) {
            int most = round == 0 ? asked.firstPromptTokens() : asked.furtherPromptTokens();
            int inputTokens = Draws.length(most, asked.rangeRatio(), random);
            lengths.add(new Lengths(inputTokens, Draws.length(asked.outputTokens(), asked.rangeRatio(), random)));
        }
        return lengths;
    }

    private Conversation conversation(int repetition, int client, List<Lengths> lengths) {
        Generated.Dialogues asked = settings.generated().dialogues();
        UniformRandomProvider random = Draws.texts(settings.workload().seed(), repetition, client);
        int firstNumber = (repetition * asked.clients() + client) * asked.maxRounds();
        List<Turn> turns = new ArrayList<>(lengths.size());
        for (int round = 0; round < lengths.size(); round++) {
            Lengths tokens = lengths.get(round);
            boolean behindAnswer =
                    round > 0 && !settings.server().api().format().isChat();
            turns.add(texts.text(
                            firstNumber + round,
                            tokens.inputTokens(),
                            behindAnswer ? answer : MeasuredText.NOTHING,
                            random)
                    .turn(tokens.outputTokens(), store));
        }
        return new Conversation("client-" + (client + 1), turns);
    }
}
