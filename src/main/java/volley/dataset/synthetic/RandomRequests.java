package volley.dataset.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import volley.config.Generated;
import volley.config.Settings;
import volley.dataset.Conversation;
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
     * @throws volley.config.BadInputException if the ShareGPT file cannot be used, or the tokenizer has too few words
     */
    public static GeneratedDataset make(Settings settings, int count, Tokenizer tokenizer) {
        Generated.RandomRequests asked = settings.generated().random();
        long seed = settings.workload().seed();
        TextSource texts = TextSource.of(settings, count, tokenizer);
        UniformRandomProvider lengths = Draws.lengths(seed);
        LengthReport.Tally tally = new LengthReport.Tally();
        List<Conversation> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int inputTokens = Draws.length(asked.inputTokens(), asked.rangeRatio(), lengths);
            int outputTokens = Draws.length(asked.outputTokens(), asked.rangeRatio(), lengths);
            MeasuredText prompt = texts.next(inputTokens, MeasuredText.NOTHING, Draws.texts(seed, 0, i));
            tally.add(inputTokens, prompt.tokens());
            requests.add(new Conversation(
                    "random-" + (i + 1), List.of(new Turn(prompt.text(), prompt.tokens(), outputTokens))));
        }
        return GeneratedDataset.of(requests, tally);
    }
}
