package volley.prepare;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import volley.client.JsonText;
import volley.client.WireFormat;
import volley.config.Settings;
import volley.dataset.PromptText;
import volley.dataset.TextSpool;
import volley.dataset.TextStore;

/**
 * The prompts of a plan as they are sent: escaped once, so that a request and its conversation's history need no copy of
 * their own, and one behind the other, since a million short ones would else take half as much again. What is beyond
 * the memory they may take waits in a temporary file. Thread-safe.
 */
final class SentTexts implements TextStore {
    private static final Logger LOG = LoggerFactory.getLogger(SentTexts.class);

    /** More than most plans have. */
    private static final long MOST_KEPT_BYTES = 48L << 20;

    /** A few hundred short prompts: read from a file's cache in a few microseconds. */
    private static final int BLOCK_BYTES = 1 << 15;

    /** Of blocks that were read from the file: the places at which a plan is under way are few unless its order is random. */
    private static final int MOST_READ_BYTES = 8 << 20;

    private final long mostKeptBytes;
    private final int blockBytes;
    private TextBlock open;
    private long keptBytes;
    private BlockFile file;
    private boolean fileFailed;

    /**
     * @param mostKeptBytes of texts in memory; what is beyond goes to a file
     * @param blockBytes of texts that are read from it together
     */
    SentTexts(long mostKeptBytes, int blockBytes) {
        this.mostKeptBytes = mostKeptBytes;
        this.blockBytes = blockBytes;
        open = new TextBlock(blockBytes);
    }

    /** The store for a plan: as they are sent where that is as text and by this generator alone. */
    static TextStore of(Settings settings) {
        boolean asText = !WireFormat.of(settings.server().api()).isOfIds();
        return asText && settings.shards().shard().isWhole()
                ? new SentTexts(MOST_KEPT_BYTES, BLOCK_BYTES)
                : TextSpool.of(settings.shards().shard());
    }

    @Override
    public PromptText keep(String text) {
        return keep(JsonText.of(text));
    }

    private synchronized SentText keep(JsonText text) {
        if (text.byteLength() > blockBytes / 4) {
            TextBlock alone = new TextBlock(text.byteLength());
            SentText kept = alone.add(text);
            full(alone);
            return kept;
        }
        if (!open.hasRoom(text.byteLength())) {
            full(open);
            open = new TextBlock(blockBytes);
        }
        return open.add(text);
    }

    private void full(TextBlock block) {
        if (fileFailed || keptBytes + block.lengthBytes() <= mostKeptBytes) {
            keptBytes += block.lengthBytes();
            return;
        }
        try {
            if (file == null) {
                file = BlockFile.inTemporaryFolder(MOST_READ_BYTES);
            }
            file.take(block);
        } catch (IOException e) {
            fileFailed = true;
            LOG.debug("the prompts stay in memory", e);
        }
    }

    /** Texts that wait for a while would lie between those that are sent. */
    @Override
    public TextStore forDrafts() {
        return TextStore.MEMORY;
    }
}
