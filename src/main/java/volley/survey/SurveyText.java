package volley.survey;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.TurnSelection;
import volley.dataset.Conversation;
import volley.dataset.Dataset;
import volley.dataset.DatasetFormat;
import volley.dataset.DatasetRequest;
import volley.dataset.Datasets;
import volley.dataset.FormatOfFile;
import volley.dataset.TraceFile;
import volley.dataset.TraceFormat;
import volley.dataset.TraceOptions;
import volley.dataset.Turn;
import volley.hub.Hub;
import volley.prefix.MissRatioCurve;
import volley.tokenizer.Tokenizer;
import volley.tokenizer.Tokenizers;

/** What a file is, in a few lines. */
public final class SurveyText {
    private static final long[] CACHE_BLOCKS = {1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000};

    /** A trace with more requests a second than that would be of a fleet, and such traces are told in other forms. */
    private static final double MOST_PER_SECOND = 1_000;

    /** Sixty days. */
    private static final double LONGEST_IN_SECONDS = 60 * 86_400.0;

    private static final double MS_PER_SECOND = 1e3;

    /** Seconds since 1970 that are taken as milliseconds lie above, and below a hundred times that. */
    private static final double EARLIEST_MS = 1e9;

    /** The year 5138: milliseconds since 1970 that are taken as seconds lie above. */
    private static final double LATEST_MS = 1e14;

    private SurveyText() {}

    /**
     * @param tokenizer with which the texts of chats are measured; not loaded for a trace, which tells its lengths
     * @param caches for which the hits on a trace are told
     * @throws volley.config.BadInputException if the file cannot be read, or is none that is known
     */
    public static String of(Path file, TraceOptions options, String tokenizer, TieredCaches caches) {
        Optional<DatasetFormat> format = FormatOfFile.chats(file);
        if (format.isEmpty()) {
            return trace(TraceSurvey.of(TraceFile.read(file, options)), caches);
        }
        if (!caches.isEmpty()) {
            throw new BadInputException("--cache-pages is not meant for " + file + ": its conversations have no blocks;"
                    + " bin/volley multiturn --simulate plays them against a cache");
        }
        try (Tokenizer loaded = Tokenizers.load(tokenizer, Hub.ofThisProcess())) {
            Dataset dataset = Datasets.load(
                    new DatasetRequest(
                            format.get(),
                            file,
                            OptionalInt.empty(),
                            false,
                            1,
                            OptionalInt.empty(),
                            TurnSelection.MULTI_TURN,
                            false),
                    loaded);
            return chats(file, format.get(), dataset, tokenizer);
        }
    }

    private static String chats(Path file, DatasetFormat format, Dataset dataset, String tokenizer) {
        long turns = dataset.conversations().stream()
                .mapToLong(each -> each.turns().size())
                .sum();
        int most = dataset.conversations().stream()
                .mapToInt(each -> each.turns().size())
                .max()
                .orElse(0);
        return lines(
                file + ": " + format.parameterName() + " (" + GivenAs.setting("dataset-name", format.parameterName())
                        + ")",
                "  records     " + SurveyNumbers.grouped(dataset.recordsRead()) + " ("
                        + dataset.filtered().describe() + ")",
                "  sessions    " + SurveyNumbers.grouped(dataset.conversations().size()) + " usable conversations of "
                        + SurveyNumbers.grouped(turns) + " turns, the longest of " + SurveyNumbers.grouped(most),
                "  tokens      " + tokens(dataset, true) + " in questions, " + tokens(dataset, false)
                        + " in answers, counted by " + tokenizer,
                "  hits        depend on the answers: bin/volley multiturn --simulate --dataset-name "
                        + format.parameterName() + " --dataset-path " + file);
    }

    private static String tokens(Dataset dataset, boolean prompts) {
        long tokens = 0;
        long turns = 0;
        for (Conversation conversation : dataset.conversations()) {
            for (Turn turn : conversation.turns()) {
                tokens += prompts ? turn.promptTokens() : turn.outputTokens();
                turns++;
            }
        }
        return SurveyNumbers.grouped(tokens) + mean(tokens, turns);
    }

    private static String trace(TraceSurvey survey, TieredCaches caches) {
        String told = lines(
                survey.trace().path() + ": " + survey.trace().format().title() + " ("
                        + GivenAs.setting("dataset-name", "mooncake") + ")",
                "  requests    " + SurveyNumbers.grouped(survey.requests()) + " over "
                        + SurveyNumbers.number("%,.1f", survey.seconds()) + " s"
                        + (survey.withoutAnswer() > 0
                                ? ", " + SurveyNumbers.grouped(survey.withoutAnswer())
                                        + " without an answer, which are not played"
                                : "")
                        + doubt(survey),
                "  sessions    "
                        + (survey.sessions() == 0
                                ? "not told: each request stands for itself"
                                : SurveyNumbers.grouped(survey.sessions()) + ", the longest of "
                                        + SurveyNumbers.grouped(survey.mostTurns()) + " requests"),
                "  tokens      " + SurveyNumbers.grouped(survey.inputTokens())
                        + mean(survey.inputTokens(), survey.requests())
                        + " in prompts, " + SurveyNumbers.grouped(survey.outputTokens())
                        + mean(survey.outputTokens(), survey.requests()) + " in answers",
                recorded(survey) + cache(survey));
        if (caches.isEmpty()) {
            return told;
        }
        if (survey.blocks() == 0) {
            throw new BadInputException("--cache-pages is not meant for "
                    + survey.trace().path() + ": it does not tell what its prompts share; leave it out");
        }
        return lines(told, CacheText.of(survey, caches));
    }

    /** Where times in their unit make a trace that nobody has recorded: what they would be in the other one. */
    private static String doubt(TraceSurvey survey) {
        boolean ofSeconds = survey.trace().format() == TraceFormat.BAILIAN;
        double perSecond = survey.requests() / survey.seconds();
        double firstMs = survey.trace().requests().get(0).timeMs();
        boolean doubted = ofSeconds
                ? survey.seconds() > LONGEST_IN_SECONDS || firstMs > LATEST_MS
                : survey.trace().format() == TraceFormat.MOONCAKE
                        && (perSecond > MOST_PER_SECOND || (firstMs > EARLIEST_MS && firstMs < EARLIEST_MS * 100));
        return doubted && survey.seconds() > 0
                ? String.format(
                        Locale.ROOT,
                        "\n  times       taken as %s; were they %s, that would be %,.1f s: --trace-time-unit %s",
                        ofSeconds ? "seconds" : "milliseconds",
                        ofSeconds ? "milliseconds" : "seconds",
                        ofSeconds ? survey.seconds() / MS_PER_SECOND : survey.seconds() * MS_PER_SECOND,
                        ofSeconds ? "ms" : "s")
                : "";
    }

    /** What a provider's cache had, with what it knew before the trace begins. */
    private static String recorded(TraceSurvey survey) {
        OptionalLong kept = survey.trace().keptTokens();
        return kept.isEmpty()
                ? ""
                : "  recorded    " + SurveyNumbers.grouped(kept.getAsLong()) + " tokens = "
                        + SurveyNumbers.percent((double) kept.getAsLong() / survey.inputTokens())
                        + " were cached when the trace was made\n";
    }

    private static String cache(TraceSurvey survey) {
        if (survey.blocks() == 0) {
            return "  blocks      not told: no prompt shares anything with another";
        }
        MissRatioCurve hits = survey.hits();
        long largest = hits.largestDistanceTokens();
        int blockTokens = survey.trace().blockTokens();
        String sizes = LongStream.of(CACHE_BLOCKS)
                .filter(blocks -> blocks < largest)
                .mapToObj(
                        blocks -> SurveyNumbers.percent(hits.hitRate(blocks)) + " at " + SurveyNumbers.grouped(blocks))
                .collect(Collectors.joining(", "));
        String told = lines(
                "  blocks      " + SurveyNumbers.grouped(survey.blocks()) + " of " + SurveyNumbers.grouped(blockTokens)
                        + " tokens, "
                        + SurveyNumbers.grouped(survey.differentBlocks()) + " different, "
                        + SurveyNumbers.grouped(survey.sharedBlocks())
                        + " of them in more than one request",
                "  ideal hits  " + SurveyNumbers.grouped(hits.idealHitTokens()) + " blocks = "
                        + SurveyNumbers.percent((double) hits.idealHitTokens() / survey.blocks()) + ", "
                        + SurveyNumbers.grouped(survey.hitTokens()) + " tokens = "
                        + SurveyNumbers.percent((double) survey.hitTokens() / survey.inputTokens()));
        if (hits.idealHitTokens() == 0) {
            return told;
        }
        return lines(
                told,
                "  LRU hits    " + (sizes.isEmpty() ? "" : sizes + " blocks; ")
                        + "all of the ideal from " + SurveyNumbers.grouped(largest) + " blocks ("
                        + SurveyNumbers.grouped(largest * blockTokens) + " tokens) on",
                "  distances   of reuse: half of the hits within "
                        + SurveyNumbers.grouped(hits.capacityForShareTokens(0.5)) + " blocks, 90 % within "
                        + SurveyNumbers.grouped(hits.capacityForShareTokens(0.9)));
    }

    private static String mean(long sum, long count) {
        return " (mean " + SurveyNumbers.number("%,.0f", (double) sum / Math.max(1, count)) + ")";
    }

    private static String lines(String... lines) {
        return String.join("\n", lines);
    }
}
