package volley.dataset;

import java.io.IOException;
import java.util.Optional;
import volley.tokenizer.Tokenizer;

/** The way into this package. */
public final class Datasets {
    private static final MediaSource NO_MEDIA = new MediaSource(Optional.empty(), Optional.empty(), media -> {
        throw new IOException("no encoder of media was given");
    });

    private Datasets() {}

    /**
     * Reads, filters and samples a dataset file.
     *
     * <p>A sample costs one pass over the file and, for plain files, one seek per conversation; compressed files are
     * passed over a second time. The same records come out of the plain, the gzip and the zstd file. Not for event
     * loops.
     *
     * @param tokenizer measures prompts and answers; asked only for the conversations tried, not for the whole file
     * @throws volley.config.BadInputException if the file cannot be read, a record is not of the format (with its
     *     line), or there are fewer usable conversations than asked for (with the count per reason)
     */
    public static Dataset load(DatasetRequest request, Tokenizer tokenizer) {
        return load(request, tokenizer, NO_MEDIA, TextStore.MEMORY);
    }

    /**
     * As {@link #load(DatasetRequest, Tokenizer)}, for datasets with media too. Only the media of the conversations
     * taken are encoded; conversations whose media are missing or broken are counted and left out.
     *
     * @param texts where the texts are kept, but those that are made when they are to be sent
     */
    public static Dataset load(DatasetRequest request, Tokenizer tokenizer, MediaSource media, TextStore texts) {
        return switch (request.format()) {
            case NEXTQA -> new MediaLoader(request, media, tokenizer, texts).load(new NextQaFormat());
            case IMAGES -> new MediaLoader(request, media, tokenizer, texts).load(new ImagesFormat());
            case LONG_CONTEXT -> new LongContextLoader(request, tokenizer, texts).load();
            case MOONCAKE -> TraceDataset.load(request, tokenizer);
            default -> new DatasetLoader(request, request.format().records(), tokenizer, texts, System::nanoTime)
                    .load();
        };
    }

    /**
     * As {@link #load}, but content with fewer conversations than asked for, as long as there is one: for those who
     * want texts to cut from.
     *
     * @param texts where the texts are kept
     */
    public static Dataset loadAtMost(DatasetRequest request, Tokenizer tokenizer, TextStore texts) {
        return new DatasetLoader(request, request.format().records(), tokenizer, texts, System::nanoTime).loadAtMost();
    }
}
