package volley.report;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.ToIntFunction;
import volley.metrics.AnswerText;
import volley.metrics.OutputTokenSource;
import volley.metrics.RequestFigures;
import volley.metrics.TokenTotals.Retokenized;
import volley.metrics.TurnRecord;

/**
 * Completed answers on disk until they are tokenized after the run: tokenizing during it would take the processor from
 * what is measured, and keeping them would take memory. The file goes away when it is closed, on Linux even when the
 * process is killed. Answers are kept as they came and unescaped later.
 */
final class AnswerSpool implements Closeable {
    private static final int NOT_COMPARABLE = -1;

    private final FileChannel file;
    private final DataOutputStream out;
    private int answers;

    AnswerSpool(Path folder) throws IOException {
        Path path = Files.createTempFile(folder, "answers", ".spool");
        file = FileChannel.open(
                path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16));
    }

    /** Keeps the answer of a completed turn. */
    void add(TurnRecord turn, RequestFigures figures) throws IOException {
        byte[] answer = turn.exchange().answer();
        if (answer == null) {
            return;
        }
        boolean countedByServer = figures.outputTokenSource() == OutputTokenSource.USAGE
                || figures.outputTokenSource() == OutputTokenSource.CONTINUOUS_USAGE;
        out.writeInt(
                countedByServer && figures.answerTextOnly() ? Math.toIntExact(figures.outputTokens()) : NOT_COMPARABLE);
        out.writeInt(answer.length);
        out.write(answer);
        answers++;
    }

    /** Counts the tokens of all answers kept. */
    Retokenized count(ToIntFunction<String> tokenCounter) throws IOException {
        out.flush();
        file.position(0);
        DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file), 1 << 16));
        long tokens = 0;
        long compared = 0;
        long comparedByServer = 0;
        for (int i = 0; i < answers; i++) {
            int byServer = in.readInt();
            byte[] answer = in.readNBytes(in.readInt());
            int count = tokenCounter.applyAsInt(AnswerText.of(answer));
            tokens += count;
            if (byServer != NOT_COMPARABLE) {
                compared += count;
                comparedByServer += byServer;
            }
        }
        return new Retokenized(tokens, compared, comparedByServer);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
