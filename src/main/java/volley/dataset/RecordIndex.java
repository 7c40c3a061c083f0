package volley.dataset;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the usable records of a file begin: 8 bytes a record, in chunks so that growing copies nothing. Rows that are
 * grouped to one conversation cost a list entry each besides; those files are small.
 */
final class RecordIndex {
    private static final long UNUSABLE = -1;
    private static final int CHUNK_RECORDS = 1 << 13;

    private final List<long[]> chunks = new ArrayList<>();
    private final DatasetFile.State state;
    private int size;
    private final Map<String, List<Integer>> rowsByGroup = new HashMap<>();
    private final Map<Integer, List<Integer>> rowsByHead = new HashMap<>();

    private RecordIndex(DatasetFile.State state) {
        this.state = state;
    }

    /** Reads the whole file once, without its texts. */
    static RecordIndex scan(DatasetFile file, RecordFormat format, SlowProgress progress, FilterTally tally) {
        RecordIndex index = new RecordIndex(file.state());
        try (RecordCursor cursor = RecordCursor.open(file, progress)) {
            while (cursor.next()) {
                Draft draft = cursor.read(format, false);
                draft.defect().ifPresent(tally::add);
                index.add(cursor.byteOffset(), draft);
            }
        } catch (IOException e) {
            throw DatasetFile.unreadable(file.path(), e);
        }
        return index;
    }

    private void add(long byteOffset, Draft draft) {
        if (size % CHUNK_RECORDS == 0) {
            chunks.add(new long[CHUNK_RECORDS]);
        }
        int record = size++;
        boolean follows = false;
        if (draft.defect().isEmpty() && draft.groupKey().isPresent()) {
            List<Integer> rows = rowsByGroup.computeIfAbsent(draft.groupKey().get(), key -> new ArrayList<>());
            rows.add(record);
            follows = rows.size() > 1;
            rowsByHead.put(rows.get(0), rows);
        }
        // The offset of a row that follows another is kept, marked: it is read, but begins no conversation.
        long stored = draft.defect().isPresent() ? UNUSABLE : follows ? UNUSABLE - 1 - byteOffset : byteOffset;
        chunks.get(record / CHUNK_RECORDS)[record % CHUNK_RECORDS] = stored;
    }

    /** The file when it was scanned. */
    DatasetFile.State state() {
        return state;
    }

    /** Records in the file. */
    int size() {
        return size;
    }

    /** Whether a usable conversation begins with that record. */
    boolean isHead(int record) {
        return stored(record) >= 0;
    }

    /** All records of the conversation that begins with that one, in file order. */
    List<Integer> rows(int head) {
        return rowsByHead.getOrDefault(head, List.of(head));
    }

    /** Where a usable record begins, in bytes. */
    long byteOffset(int record) {
        long stored = stored(record);
        return stored >= 0 ? stored : UNUSABLE - 1 - stored;
    }

    private long stored(int record) {
        return chunks.get(record / CHUNK_RECORDS)[record % CHUNK_RECORDS];
    }

    /** Memory of the offsets, in bytes. */
    long offsetBytes() {
        return (long) chunks.size() * CHUNK_RECORDS * Long.BYTES;
    }
}
