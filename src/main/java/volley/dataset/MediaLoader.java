package volley.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.config.GivenAs;
import volley.config.TurnSelection;
import volley.tokenizer.Tokenizer;

/**
 * Datasets about media: samples conversations, has the media of those and no others encoded, and leaves out, with a
 * count, those whose files are missing or broken. Encoding is done here, before the run, so that it takes no processor
 * from the client while it measures.
 */
final class MediaLoader {
    private static final Logger LOG = LoggerFactory.getLogger(MediaLoader.class);

    /** The original's estimate of what a frame costs in the prompt; the server's own count is in its usage. */
    private static final int TOKENS_PER_FRAME = 144;

    private final DatasetRequest request;
    private final MediaSource source;
    private final Tokenizer tokenizer;
    private final TextStore texts;
    private final FilterTally tally = new FilterTally();

    MediaLoader(DatasetRequest request, MediaSource source, Tokenizer tokenizer, TextStore texts) {
        this.request = request;
        this.source = source;
        this.tokenizer = tokenizer;
        this.texts = texts;
    }

    Dataset load(MediaDraft.Reader format) {
        boolean folder = Files.isDirectory(request.path());
        DatasetFile file = DatasetFile.of(folder ? format.fileFor(request.path()) : request.path());
        List<MediaDraft> drafts = format.read(file, folder ? source.orIn(request.path()) : source);
        List<MediaDraft> candidates = ordered(drafts).stream()
                .filter(draft -> counted(draft.media().isPresent(), FilterReason.MEDIA_MISSING))
                .toList();
        int wanted = request.conversations().orElse(candidates.size());
        List<Conversation> conversations = take(candidates, wanted);
        if (conversations.isEmpty() || conversations.size() < wanted) {
            Shortfall.of(
                    request,
                    conversations.size(),
                    "only " + conversations.size() + " conversations are usable in the dataset "
                            + file.path() + " (" + drafts.size() + " in it; "
                            + tally.counts().describe() + "); lower " + GivenAs.parameter("num-prompts") + " or check "
                            + GivenAs.parameter("video-path"));
        }
        return new Dataset(conversations, tally.counts(), drafts.size());
    }

    private List<MediaDraft> ordered(List<MediaDraft> drafts) {
        if (!request.shuffle()) {
            return drafts;
        }
        return IntStream.range(0, drafts.size())
                .boxed()
                .sorted(Comparator.comparingLong(index -> RecordOrder.key(request.seed(), index)))
                .map(drafts::get)
                .toList();
    }

    /** The first usable candidates. As many as are missing are encoded at a time, on all processors. */
    private List<Conversation> take(List<MediaDraft> candidates, int wanted) {
        List<Conversation> taken = new ArrayList<>();
        int workers = Math.max(1, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try (SlowProgress progress =
                SlowProgress.of("Encoding media", wanted, " conversations", request.showProgress())) {
            for (int next = 0; next < candidates.size() && taken.size() < wanted; ) {
                int end = Math.min(candidates.size(), next + wanted - taken.size());
                List<CompletableFuture<Optional<Conversation>>> batch = candidates.subList(next, end).stream()
                        .map(draft -> CompletableFuture.supplyAsync(() -> conversation(draft), pool))
                        .toList();
                for (CompletableFuture<Optional<Conversation>> each : batch) {
                    Optional<Conversation> conversation = each.join();
                    if (counted(conversation.isPresent(), FilterReason.MEDIA_UNREADABLE)) {
                        taken.add(conversation.get());
                        progress.step(1);
                    }
                }
                next = end;
            }
        } finally {
            pool.shutdownNow();
        }
        return taken;
    }

    private boolean counted(boolean usable, FilterReason otherwise) {
        if (!usable) {
            tally.add(otherwise);
        }
        return usable;
    }

    private Optional<Conversation> conversation(MediaDraft draft) {
        EncodedMedia encoded;
        try {
            encoded = source.encoder().encode(draft.media().orElseThrow());
        } catch (IOException e) {
            LOG.warn("{} is left out: {}", draft.id(), e.getMessage());
            return Optional.empty();
        }
        List<Turn> turns = new ArrayList<>();
        for (MediaDraft.Question question : draft.questions()) {
            boolean withMedia = turns.isEmpty() || request.turns() == TurnSelection.SHARED_PREFIX;
            turns.add(new Turn(
                    texts.keep(question.text()),
                    withMedia ? Optional.of(encoded) : Optional.empty(),
                    tokenizer.count(question.text()) + (withMedia ? encoded.frames() * TOKENS_PER_FRAME : 0),
                    request.fixedOutputTokens().orElse(question.outputTokens())));
            if (request.turns() == TurnSelection.FIRST_TURN) {
                break;
            }
        }
        return Optional.of(new Conversation(draft.id(), turns));
    }
}
