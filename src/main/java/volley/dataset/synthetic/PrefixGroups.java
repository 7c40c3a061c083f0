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
 * {@code dataset-name=generated-shared-prefix}: groups of prompts, those of a group with the same system prompt. System
 * prompt and question are joined by a blank line, which counts as the question's, so that a prompt has exactly the
 * tokens of both together.
 */
public final class PrefixGroups {
    /** The dataset's name. */
    public static final String NAME = "generated-shared-prefix";

    private static final String BLANK_LINE = "\n\n";

    private PrefixGroups() {}

    /**
     * Makes one conversation a group. Its turns are the questions; the first has the system prompt before it, and with
     * {@code everyTurnWhole} all have.
     *
     * @param everyTurnWhole whether each turn is to be a request of its own
     * @param store where their texts are kept
     * @throws volley.config.BadInputException if the tokenizer has too few words
     */
    public static GeneratedDataset make(
            Settings settings, boolean everyTurnWhole, Tokenizer tokenizer, TextStore store) {
        Generated.PrefixGroups asked = settings.generated().groups();
        double prompts = (double) asked.groups() * asked.promptsPerGroup();
        double longest = (double) asked.systemPromptTokens() + asked.questionTokens();
        TextVolume.check(
                settings.shards().shard(),
                prompts,
                everyTurnWhole
                        ? prompts * longest
                        : (double) asked.groups() * asked.systemPromptTokens() + prompts * asked.questionTokens(),
                longest,
                "gsp-num-groups",
                "gsp-prompts-per-group",
                "gsp-system-prompt-len",
                "gsp-question-len");
        ExactTexts texts = new ExactTexts(tokenizer);
        List<Conversation> groups;
        try (SlowProgress progress = TextSources.progress(settings, asked.groups())) {
            groups = IntStream.range(0, asked.groups())
                    .parallel()
                    .mapToObj(number -> {
                        Conversation group = group(
                                number,
                                asked,
                                everyTurnWhole,
                                texts,
                                store,
                                Draws.texts(settings.workload().seed(), 0, number));
                        progress.step(1);
                        return group;
                    })
                    .toList();
        }
        LengthReport.Tally tally = new LengthReport.Tally();
        for (Conversation group : groups) {
            for (int i = 0; i < asked.promptsPerGroup(); i++) {
                tally.add(
                        asked.questionTokens() + (i == 0 || everyTurnWhole ? asked.systemPromptTokens() : 0),
                        group.turns().get(i).promptTokens());
            }
        }
        return GeneratedDataset.of(groups, tally);
    }

    private static Conversation group(
            int number,
            Generated.PrefixGroups asked,
            boolean everyTurnWhole,
            ExactTexts texts,
            TextStore store,
            UniformRandomProvider random) {
        MeasuredText system = texts.measure(texts.words(asked.systemPromptTokens(), MeasuredText.NOTHING, random)
                        .text()
                + BLANK_LINE);
        int wholeTokens = asked.systemPromptTokens() + asked.questionTokens();
        List<Turn> turns = new ArrayList<>(asked.promptsPerGroup());
        for (int i = 0; i < asked.promptsPerGroup(); i++) {
            boolean whole = i == 0 || everyTurnWhole;
            MeasuredText before = whole ? system : MeasuredText.NOTHING;
            int tokens = whole ? wholeTokens - system.tokens() : asked.questionTokens();
            MeasuredText question = texts.words(tokens, before, random);
            turns.add(new Turn(
                    store.keep(before.text() + question.text()),
                    before.tokens() + question.tokens(),
                    asked.outputTokens()));
        }
        return new Conversation("group-" + (number + 1), turns);
    }
}
