package volley.dataset.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import volley.config.ApiFormat;
import volley.config.Generated;
import volley.config.Settings;
import volley.dataset.Conversation;
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
    private static final String ANSWER = "yes";

    private final Settings settings;
    private final TextSource texts;
    private final MeasuredText answer;

    /** @throws volley.config.BadInputException if the ShareGPT file cannot be used, or the tokenizer has too few words */
    public SyntheticDialogues(Settings settings, Tokenizer tokenizer) {
        Generated.Dialogues asked = settings.generated().dialogues();
        this.settings = settings;
        long texts = (long) asked.clients()
                * asked.maxRounds()
                * asked.requestsPerSecond().size();
        this.texts = TextSource.of(settings, (int) Math.min(Integer.MAX_VALUE, texts), tokenizer);
        this.answer = new MeasuredText(ANSWER, tokenizer.count(ANSWER));
    }

    /** @param repetition which rate of the sweep they are for, from 0 */
    public GeneratedDataset make(int repetition) {
        Generated.Dialogues asked = settings.generated().dialogues();
        long seed = settings.workload().seed();
        UniformRandomProvider lengths = Draws.lengths(seed);
        LengthReport.Tally tally = new LengthReport.Tally();
        List<Conversation> conversations = new ArrayList<>(asked.clients());
        for (int client = 0; client < asked.clients(); client++) {
            UniformRandomProvider random = Draws.texts(seed, repetition, client);
            int rounds = asked.minRounds() + lengths.nextInt(asked.maxRounds() - asked.minRounds() + 1);
            List<Turn> turns = new ArrayList<>(rounds);
            for (int round = 0; round < rounds; round++) {
                int most = round == 0 ? asked.firstPromptTokens() : asked.furtherPromptTokens();
                int inputTokens = Draws.length(most, asked.rangeRatio(), lengths);
                int outputTokens = Draws.length(asked.outputTokens(), asked.rangeRatio(), lengths);
                boolean behindAnswer = round > 0 && asked.api() == ApiFormat.SGLANG;
                MeasuredText text = texts.next(inputTokens, behindAnswer ? answer : MeasuredText.NOTHING, random);
                tally.add(inputTokens, text.tokens());
                turns.add(new Turn(text.text(), text.tokens(), outputTokens));
            }
            conversations.add(new Conversation("client-" + (client + 1), turns));
        }
        return GeneratedDataset.of(conversations, tally);
    }
}
