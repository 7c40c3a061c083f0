package volley.report.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import volley.client.Usage;

/**
 * The client's counts of prompts, put where the lines of {@code requests.jsonl} have left room for them: the table waits for
 * these counts, and would wait for the whole file to be read and written again. A process that is killed in between leaves whole
 * lines, some of them counted.
 */
final class CountsInPlace implements CountedPrompts {
    /** With the four letters of {@code null} any count has room. */
    static final int BLANKS = 6;

    /** So long is what is there before. */
    private static final int LEAST_CHARS = 4;

    private final Path file;
    private final List<Counted> counts = new ArrayList<>();

    /** A count, and where in the file it goes. */
    private record Counted(long place, int tokens) {}

    private CountsInPlace(Path folder) {
        file = folder.resolve(RequestLog.FILE_NAME);
    }

    /** As {@link PromptCounts#of}. */
    static CountsInPlace of(
            Path folder, RequestRows rows, PromptCounter counter, IntPredicate compared, Receiver receiver)
            throws IOException {
        CountsInPlace counts = new CountsInPlace(folder);
        Set<Integer> conversations = new HashSet<>();
        rows.forEach(row -> {
            if (PromptCounting.isToBeCounted(row, compared)) {
                conversations.add(row.conversation());
            }
        });
        try (AnswerFile answers = AnswerFile.open(folder)) {
            PromptCounting counting = new PromptCounting(counter, compared, conversations::contains, answers, receiver);
            rows.forEach(row -> {
                int made = counting.count(row);
                if (made != Usage.ABSENT) {
                    counts.counts.add(new Counted(row.roomForCount(), made));
                }
            });
        }
        return counts;
    }

    @Override
    public void keep() throws IOException {
        try (FileChannel lines = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (Counted count : counts) {
                String text = String.valueOf(count.tokens());
                String digits = text + " ".repeat(Math.max(0, LEAST_CHARS - text.length()));
                ByteBuffer bytes = ByteBuffer.wrap(digits.getBytes(StandardCharsets.US_ASCII));
                while (bytes.hasRemaining()) {
                    lines.write(bytes, count.place() + bytes.position());
                }
            }
        }
    }

    /** Nothing is written before they are kept. */
    @Override
    public void close() {}
}
