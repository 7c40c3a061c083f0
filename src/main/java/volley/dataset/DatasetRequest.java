package volley.dataset;

import java.nio.file.Path;
import java.util.OptionalInt;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.TurnSelection;

/**
 * What to read from a dataset file.
 *
 * @param format format of the records
 * @param path the file: plain, gzip or zstd (told by its first bytes, not by its name)
 * @param conversations how many conversations to take, at least 1; absent takes all usable ones
 * @param shuffle true: a uniform sample, ordered by {@code seed}; a sample of k is the first k of a sample of n.
 *     false: the first ones in file order, reading no further than needed
 * @param seed seed of the sample; without effect when {@code shuffle} is false
 * @param fixedOutputTokens tokens to ask for in every turn, at least {@value Turn#MIN_TOKENS}; the dataset's answers
 *     are then not looked at. Absent: as many as the dataset's answer has
 * @param turns which turns to take
 * @param trace what a trace's file does not say of itself; without effect for others
 * @param showProgress whether work that takes more than two seconds shows a bar on stderr
 * @param fewerWillDo whether all are taken where there are fewer: nobody asked for so many
 */
public record DatasetRequest(
        DatasetFormat format,
        Path path,
        OptionalInt conversations,
        boolean shuffle,
        long seed,
        OptionalInt fixedOutputTokens,
        TurnSelection turns,
        boolean showProgress,
        TraceOptions trace,
        boolean fewerWillDo) {

    /** The same, of which fewer will do. */
    public DatasetRequest orFewer() {
        return new DatasetRequest(
                format, path, conversations, shuffle, seed, fixedOutputTokens, turns, showProgress, trace, true);
    }

    /** All that are asked for. */
    public DatasetRequest(
            DatasetFormat format,
            Path path,
            OptionalInt conversations,
            boolean shuffle,
            long seed,
            OptionalInt fixedOutputTokens,
            TurnSelection turns,
            boolean showProgress,
            TraceOptions trace) {
        this(format, path, conversations, shuffle, seed, fixedOutputTokens, turns, showProgress, trace, false);
    }

    /** Of no trace, or one that tells everything of itself. */
    public DatasetRequest(
            DatasetFormat format,
            Path path,
            OptionalInt conversations,
            boolean shuffle,
            long seed,
            OptionalInt fixedOutputTokens,
            TurnSelection turns,
            boolean showProgress) {
        this(format, path, conversations, shuffle, seed, fixedOutputTokens, turns, showProgress, TraceOptions.NONE);
    }

    public DatasetRequest {
        if (conversations.isPresent() && conversations.getAsInt() < 1) {
            throw new BadInputException(GivenAs.parameter("num-prompts") + " is " + conversations.getAsInt()
                    + "; it must be at least 1 conversation");
        }
        if (fixedOutputTokens.isPresent() && fixedOutputTokens.getAsInt() < Turn.MIN_TOKENS) {
            throw new BadInputException(GivenAs.parameter("fixed-output-len") + " is " + fixedOutputTokens.getAsInt()
                    + "; it must be at least " + Turn.MIN_TOKENS + " tokens");
        }
        if (turns == TurnSelection.SHARED_PREFIX && !format.hasDocuments()) {
            throw new BadInputException(GivenAs.parameter("dataset-name") + " " + format.parameterName()
                    + " has no documents to share as a prefix; use " + DatasetFormat.LOOGLE.parameterName());
        }
    }
}
