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

/** {@code dataset-name=random}: single requests, prompts and answers of random lengths. */
public final class RandomRequests {
    /** The dataset's name. */
    public static final String NAME = "random";

    private RandomRequests() {}

    /**
     * Makes exactly as many requests as asked.
     *
     * @param count how many
     * @param store where their texts are kept, and those from which they are cut
     * @throws volley.config.BadInputException if the ShareGPT file cannot be used, or the tokenizer has too few words
     */
    public static GeneratedDataset make(Settings settings, int count, Tokenizer tokenizer, TextStore store) {
        Generated.RandomRequests asked = settings.generated().random();
        TextVolume.check(
                settings.shards().shard(),
                count,
                (double) count * asked.inputTokens(),
                asked.inputTokens(),
                "num-prompts",
                "random-input-len");
        long seed = settings.workload().seed();
        TextSource texts = TextSources.of(settings, count, tokenizer, store);
        UniformRandomProvider lengths = Draws.lengths(seed);
        int[] inputTokens = new int[count];
        int[] outputTokens = new int[count];
        for (int i = 0; i < count; i++) {
            inputTokens[i] = Draws.length(asked.inputTokens(), asked.rangeRatio(), lengths);
            outputTokens[i] = Draws.length(asked.outputTokens(), asked.rangeRatio(), lengths);
        }
        List<Turn> turns;
        try (SlowProgress progress = TextSources.progress(settings, count)) {
            turns = IntStream.range(0, count)
                    .parallel()
                    .mapToObj(i -> {
                        MeasuredText text =
                                texts.text(i, inputTokens[i], MeasuredText.NOTHING, Draws.texts(seed, 0, i));
                        progress.step(1);
                        return text.turn(outputTokens[i], store);
                    })
                    .toList();
        }
        LengthReport.Tally tally = new LengthReport.Tally();
        List<Conversation> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tally.add(inputTokens[i], turns.get(i).promptTokens());
            requests.add(new Conversation("random-" + (i + 1), List.of(turns.get(i))));
        }
        return GeneratedDataset.of(requests, tally);
    }
}
