package volley.dataset.synthetic;

import java.util.List;
import java.util.OptionalInt;
import org.apache.commons.rng.UniformRandomProvider;
import volley.config.Settings;
import volley.config.TurnSelection;
import volley.dataset.Conversation;
import volley.dataset.DatasetFormat;
import volley.dataset.DatasetRequest;
import volley.dataset.Datasets;
import volley.dataset.SlowProgress;
import volley.dataset.TextStore;
import volley.dataset.Turn;
import volley.tokenizer.Tokenizer;

/** Makes the sources of texts that a run's settings ask for. */
final class TextSources {
    private TextSources() {}

    /** Words of the tokenizer's vocabulary. */
    private record Words(ExactTexts texts) implements TextSource {
        @Override
        public MeasuredText text(int number, int tokens, MeasuredText before, UniformRandomProvider random) {
            return texts.words(tokens, before, random);
        }

        @Override
        public String identity() {
            return texts.identity();
        }
    }

    /**
     * First prompts of a ShareGPT file, each cut or repeated. When all were used they are used again, behind drawn words:
     * no two texts begin alike, which would be cache hits that no user asked for.
     *
     * @param count how many texts will be wanted: no more are read
     * @param store where the file's prompts are kept
     */
    private static TextSource prompts(
            ExactTexts texts, Settings settings, int count, Tokenizer tokenizer, TextStore store) {
        Settings.Workload workload = settings.workload();
        List<Conversation> sample = Datasets.loadAtMost(
                        new DatasetRequest(
                                DatasetFormat.SHAREGPT,
                                workload.datasetPath().orElseGet(DatasetFormat.SHAREGPT::sample),
                                OptionalInt.of(count),
                                workload.shuffle(),
                                workload.seed(),
                                OptionalInt.of(Turn.MIN_TOKENS),
                                TurnSelection.FIRST_TURN,
                                settings.output().progressBars()),
                        tokenizer,
                        store)
                .conversations();
        DistinctTexts distinct = new DistinctTexts();
        sample.forEach(each -> distinct.add(each.turns().get(0).text()));
        return new Prompts(texts, distinct);
    }

    /** Of the making of a run's texts. */
    static SlowProgress progress(Settings settings, long conversations) {
        return SlowProgress.of(
                "Making texts",
                conversations,
                " conversations",
                settings.output().progressBars());
    }

    /**
     * The texts of a run, by its settings.
     *
     * @param store where the texts wait from which they are cut
     */
    static TextSource of(Settings settings, int count, Tokenizer tokenizer, TextStore store) {
        ExactTexts texts = new ExactTexts(tokenizer);
        return settings.generated().wordsOnly() ? new Words(texts) : prompts(texts, settings, count, tokenizer, store);
    }
}
