package volley.dataset;

import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.console.Stderr;
import volley.tokenizer.Tokenizer;

/** One load: the file to conversations. */
final class DatasetLoader {
    private static final long MEBIBYTE = 1L << 20;

    private final DatasetRequest request;
    private final RecordFormat format;
    private final Tokenizer tokenizer;
    private final TextStore texts;
    private final LongSupplier nanoClock;
    private final DatasetFile file;

    DatasetLoader(
            DatasetRequest request, RecordFormat format, Tokenizer tokenizer, TextStore texts, LongSupplier nanoClock) {
        this.request = request;
        this.format = format;
        this.tokenizer = tokenizer;
        this.texts = texts;
        this.nanoClock = nanoClock;
        this.file = DatasetFile.of(request.path());
    }

    Dataset load() {
        Dataset dataset = loadAtMost();
        int found = dataset.conversations().size();
        if (request.conversations().isPresent()
                && found < request.conversations().getAsInt()) {
            Shortfall.of(
                    request,
                    found,
                    GivenAs.parameter("num-prompts") + " asks for "
                            + request.conversations().getAsInt() + " conversations, but only " + found
                            + " are usable in the dataset " + where(dataset) + "; lower it or use a larger file");
        }
        return dataset;
    }

    Dataset loadAtMost() {
        Dataset dataset = request.shuffle() ? indexed() : inFileOrder();
        if (dataset.recordsRead() == 0) {
            throw new BadInputException("the dataset " + file.path() + " has no records; set "
                    + GivenAs.parameter("dataset-path") + " to a file that has some");
        }
        if (dataset.conversations().isEmpty()) {
            throw new BadInputException(
                    "no usable conversation in the dataset " + where(dataset) + "; " + advice(dataset.filtered()));
        }
        return dataset;
    }

    /** Whose turns are too short was read in the right format. */
    private static String advice(FilterCounts filtered) {
        boolean tooShort =
                filtered.count(FilterReason.PROMPT_TOO_SHORT) + filtered.count(FilterReason.ANSWER_TOO_SHORT) > 0;
        return tooShort
                ? "prompts and answers have at least " + Turn.MIN_TOKENS
                        + " tokens: give longer ones, or for the answers " + GivenAs.parameter("fixed-output-len")
                : "check that " + GivenAs.parameter("dataset-name") + " is the format of the file";
    }

    private String where(Dataset dataset) {
        return file.path() + " (" + dataset.recordsRead() + " records; "
                + dataset.filtered().describe() + ")";
    }

    /** The first usable conversations; stops as soon as there are enough. */
    private Dataset inFileOrder() {
        FilterTally tally = new FilterTally();
        TurnBuilder builder = builder(tally);
        long recordsRead = 0;
        try (SlowProgress progress = bytesProgress();
                RecordCursor cursor = RecordCursor.open(file, progress)) {
            while (builder.missing() > 0 && cursor.next()) {
                recordsRead++;
                Draft draft = cursor.read(format, true);
                if (draft.groupKey().isPresent()) {
                    // The rest of this conversation may stand anywhere in the file.
                    return indexed();
                }
                if (draft.defect().isPresent()) {
                    tally.add(draft.defect().get());
                } else {
                    builder.offer(draft, cursor.index());
                }
            }
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
        return new Dataset(builder.taken(), tally.counts(), recordsRead);
    }

    /** One pass for where the records are, then the records themselves in the order wanted until there are enough. */
    private Dataset indexed() {
        FilterTally tally = new FilterTally();
        TurnBuilder builder = builder(tally);
        RecordIndex index;
        try (SlowProgress progress = bytesProgress()) {
            index = RecordIndex.scan(file, format, progress, tally);
        }
        RecordOrder order = request.shuffle() ? RecordOrder.seeded(index, request.seed()) : RecordOrder.inFile(index);
        int wanted = Math.min(builder.missing(), index.size());
        try (SlowProgress progress = progress("Tokenizing", wanted, " conversations", 1);
                RecordSource source = RecordSource.of(file, format, index, texts.forDrafts(), this::bytesProgress)) {
            List<Integer> heads = order.nextBatch(batchSize(builder, index));
            while (!heads.isEmpty()) {
                Iterator<Draft> drafts = source.read(heads);
                for (int i = 0; i < heads.size() && builder.missing() > 0; i++) {
                    builder.offer(drafts.next(), heads.get(i));
                    progress.step(1);
                }
                heads = builder.missing() > 0 ? order.nextBatch(batchSize(builder, index)) : List.of();
            }
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
        return new Dataset(builder.taken(), tally.counts(), index.size());
    }

    /** A quarter more than missing: filters take some, and a compressed file is passed over once a batch. */
    private static int batchSize(TurnBuilder builder, RecordIndex index) {
        return (int) Math.min(builder.missing() * 5L / 4 + 16, Math.max(1, index.size()));
    }

    private TurnBuilder builder(FilterTally tally) {
        return new TurnBuilder(request, format.minAnswerTokens(), tokenizer, texts, tally);
    }

    private SlowProgress bytesProgress() {
        try {
            return progress("Reading " + file.path().getFileName(), file.sizeBytes(), " MiB", MEBIBYTE);
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
    }

    private SlowProgress progress(String task, long max, String unit, long unitSize) {
        return new SlowProgress(task, max, unit, unitSize, nanoClock, request.showProgress() ? Stderr::bar : null);
    }
}
