package volley.dataset;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import volley.config.BadInputException;

/** Reads indexed conversations with their texts, in any order. */
interface RecordSource extends Closeable {
    /** The conversations that begin with these records, in this order. */
    Iterator<Draft> read(List<Integer> heads);

    /**
     * The source that suits the file.
     *
     * @param texts where texts wait that a file which cannot seek has before their turn
     * @param passProgress a new bar for each further pass over a file that cannot seek
     */
    static RecordSource of(
            DatasetFile file,
            RecordFormat format,
            RecordIndex index,
            TextStore texts,
            Supplier<SlowProgress> passProgress) {
        if (file.seekable()) {
            return new Seeking(file, format, index);
        }
        return new Streaming(file, format, index, texts, passProgress);
    }

    /** Jumps to each record when it is its turn: one conversation in memory. */
    final class Seeking implements RecordSource {
        private final DatasetFile file;
        private final RecordFormat format;
        private final RecordIndex index;
        private final FileChannel channel;

        Seeking(DatasetFile file, RecordFormat format, RecordIndex index) {
            this.file = file;
            this.format = format;
            this.index = index;
            try {
                this.channel = FileChannel.open(file.path());
            } catch (IOException e) {
                throw DatasetFile.unreadable(file.path(), e);
            }
        }

        @Override
        public Iterator<Draft> read(List<Integer> heads) {
            return heads.stream().map(this::conversation).iterator();
        }

        private Draft conversation(int head) {
            return index.rows(head).stream()
                    .map(this::record)
                    .reduce(Draft::append)
                    .orElseThrow();
        }

        private Draft record(int row) {
            try {
                channel.position(index.byteOffset(row));
                // Closing the cursor would close the channel, which the next record needs.
                RecordCursor.Start start = new RecordCursor.Start(row, () -> file.lineOf(index.byteOffset(row)));
                RecordCursor cursor = RecordCursor.at(start, file, Channels.newInputStream(channel));
                if (cursor.next()) {
                    return cursor.read(format, true);
                }
            } catch (BadInputException e) {
                throw file.state().equals(index.state()) ? e : changed(row);
            } catch (IOException e) {
                throw DatasetFile.unreadable(file.path(), e);
            }
            throw changed(row);
        }

        private BadInputException changed(int row) {
            return new BadInputException("the dataset " + file.path() + " changed while it was read (record "
                    + (row + 1) + "); start again when it is complete");
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Passes over the file once for each list of conversations, and holds that list in the store. */
    final class Streaming implements RecordSource {
        private final DatasetFile file;
        private final RecordFormat format;
        private final RecordIndex index;
        private final TextStore texts;
        private final Supplier<SlowProgress> passProgress;

        Streaming(
                DatasetFile file,
                RecordFormat format,
                RecordIndex index,
                TextStore texts,
                Supplier<SlowProgress> passProgress) {
            this.file = file;
            this.format = format;
            this.index = index;
            this.texts = texts;
            this.passProgress = passProgress;
        }

        @Override
        public Iterator<Draft> read(List<Integer> heads) {
            Map<Long, Integer> headsByRow = new HashMap<>();
            heads.forEach(head -> index.rows(head).forEach(row -> headsByRow.put(row.longValue(), head)));
            Map<Integer, List<Supplier<Draft>>> drafts = new HashMap<>();
            try (SlowProgress progress = passProgress.get();
                    RecordCursor cursor = RecordCursor.open(file, progress)) {
                while (!headsByRow.isEmpty() && cursor.next()) {
                    Integer head = headsByRow.remove(cursor.index());
                    if (head == null) {
                        cursor.skip();
                    } else {
                        drafts.computeIfAbsent(head, any -> new ArrayList<>())
                                .add(cursor.read(format, true).in(texts));
                    }
                }
            } catch (IOException e) {
                throw DatasetFile.unreadable(file.path(), e);
            }
            return heads.stream()
                    .map(head -> drafts.remove(head).stream()
                            .map(Supplier::get)
                            .reduce(Draft::append)
                            .orElseThrow())
                    .iterator();
        }

        @Override
        public void close() {}
    }
}
