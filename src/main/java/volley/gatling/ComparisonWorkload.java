package volley.gatling;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import volley.config.BadInputException;
import volley.config.Settings;
import volley.dataset.Conversation;
import volley.dataset.Dataset;
import volley.dataset.DatasetFormat;
import volley.dataset.DatasetRequest;
import volley.dataset.Datasets;
import volley.dataset.FilterCounts;
import volley.dataset.Turn;
import volley.dataset.TurnSelection;
import volley.tokenizer.Tokenizer;

/**
 * The conversations of a comparison: a dataset's if one is named, else synthetic ones, a quarter of the workload that
 * SGLang's hierarchical cache was shown with. Words are drawn from the sample's texts, so that no two conversations
 * begin alike.
 */
final class ComparisonWorkload {
    /** Dataset name of conversations made here. */
    private static final String SYNTHETIC = "synthetic";

    private static final int CLIENTS = 64;
    private static final int ROUNDS = 5;
    private static final int QUESTION_TOKENS = 512;
    private static final int ANSWER_TOKENS = 64;

    private ComparisonWorkload() {}

    static Dataset load(Settings settings, Tokenizer tokenizer) {
        if (!settings.workload().datasetName().equals(SYNTHETIC)) {
            DatasetFormat format = DatasetFormat.named(settings.workload().datasetName());
            return Datasets.load(Preparation.request(settings, format, TurnSelection.MULTI_TURN), tokenizer);
        }
        if (settings.workload().datasetPath().isPresent()) {
            throw new BadInputException("volley.dataset-path is given, but not of which format; add"
                    + " -Dvolley.dataset-name=sharegpt, ultrachat or loogle");
        }
        List<String> words = words(tokenizer);
        UniformRandomProvider random =
                RandomSource.XO_SHI_RO_256_PP.create(settings.workload().seed());
        int clients = settings.workload().conversations().orElse(CLIENTS);
        List<Conversation> conversations = new ArrayList<>(clients);
        for (int client = 1; client <= clients; client++) {
            List<Turn> turns = new ArrayList<>(ROUNDS);
            for (int round = 0; round < ROUNDS; round++) {
                StringBuilder question = new StringBuilder();
                for (int word = 0; word < QUESTION_TOKENS; word++) {
                    question.append(word == 0 ? "" : " ").append(words.get(random.nextInt(words.size())));
                }
                turns.add(new Turn(
                        question.toString(),
                        tokenizer.count(question.toString()),
                        settings.workload().fixedOutputTokens().orElse(ANSWER_TOKENS)));
            }
            conversations.add(new Conversation("client-" + client, turns));
        }
        return new Dataset(conversations, new FilterCounts(Map.of()), clients);
    }

    /** Words that are one token behind a blank. */
    private static List<String> words(Tokenizer tokenizer) {
        DatasetRequest request = new DatasetRequest(
                DatasetFormat.SHAREGPT,
                Path.of(DatasetFormat.SHAREGPT.samplePath()),
                OptionalInt.empty(),
                false,
                0,
                OptionalInt.empty(),
                TurnSelection.MULTI_TURN,
                false);
        return Datasets.load(request, tokenizer).conversations().stream()
                .flatMap(conversation -> conversation.turns().stream())
                .flatMap(turn -> Arrays.stream(turn.prompt().split("[^A-Za-z]+")))
                .filter(word -> word.length() > 1)
                .distinct()
                .filter(word -> tokenizer.count(" " + word) == 1)
                .toList();
    }
}
