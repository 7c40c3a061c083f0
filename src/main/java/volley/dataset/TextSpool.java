package volley.dataset;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import volley.config.BadInputException;
import volley.config.IoReason;
import volley.config.ScratchFile;
import volley.config.Shard;

/** Texts in a temporary file, one after the other in UTF-8, which goes away when it is closed. */
public final class TextSpool implements TextStore {
    private final FileChannel file;
    private final AtomicLong endBytes = new AtomicLong();

    /** @param file for reading and writing, empty */
    TextSpool(FileChannel file) {
        this.file = file;
    }

    /**
     * The store for a part of a plan: each generator needs all texts once, for the plan's hash, and its own alone to send. The
     * whole is sent from memory.
     *
     * @throws BadInputException if a file is needed and cannot be made
     */
    public static TextStore of(Shard shard) {
        return shard.isWhole() ? TextStore.MEMORY : inTemporaryFolder();
    }

    static TextSpool inTemporaryFolder() {
        try {
            return new TextSpool(ScratchFile.inTemporaryFolder("volley-texts", ".utf8"));
        } catch (IOException e) {
            throw bad(e);
        }
    }

    @Override
    public PromptText keep(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (!new String(utf8, StandardCharsets.UTF_8).equals(text)) {
            return PromptText.of(text); // half a surrogate pair, say, which UTF-8 cannot hold
        }
        long atByte = endBytes.getAndAdd(utf8.length);
        try {
            ScratchFile.write(file, utf8, utf8.length, atByte);
        } catch (IOException e) {
            throw bad(e);
        }
        return new Spooled(this, atByte, utf8.length);
    }

    private String read(long atByte, int lengthBytes) {
        try {
            return new String(ScratchFile.read(file, atByte, lengthBytes), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw bad(e);
        }
    }

    private static BadInputException bad(IOException e) {
        return new BadInputException("the texts of the plan cannot be kept in a file in "
                + System.getProperty("java.io.tmpdir") + " while it is split (" + IoReason.of(e)
                + "); make room there, or name another folder with JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=FOLDER");
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw bad(e);
        }
    }

    /** A text in the file. */
    private record Spooled(TextSpool spool, long atByte, int lengthBytes) implements PromptText {
        @Override
        public String text() {
            return spool.read(atByte, lengthBytes);
        }

        @Override
        public String identity() {
            return text();
        }

        /** As the text in memory that it becomes: it is read while the plan is made, on no event loop. */
        @Override
        public boolean atHand() {
            return true;
        }

        @Override
        public PromptText between(String before, String behind) {
            return spool.keep(before + text() + behind);
        }

        @Override
        public PromptText inMemory() {
            return PromptText.of(text());
        }
    }
}
