package volley.report.folder;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import volley.config.Retokenize;
import volley.metrics.OutputTokenSource;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TokenTotals.Retokenized;
import volley.metrics.TurnRecord;

/**
 * {@code answers.jsonl}: the answers of completed turns, in the order they ended. They are tokenized after the run,
 * all or a sample: doing it while the run goes would take the processor from what is measured. {@link #flush()} hands what was
 * written to the operating system, as {@link RequestLog}'s does.
 *
 * <ul>
 *   <li>{@code order}, {@code conversation}, {@code turn}: as in {@code requests.jsonl}
 *   <li>{@code text_tokens}: the answer's tokens as the server counted them, {@code null} where it did not or where they
 *       include more than text, such as reasoning
 *   <li>{@code prompt_ids}, {@code output_ids}: the token ids that the server told; not there where it told none
 *   <li>{@code reasoning}: the thoughts that the server gave beside the answer; not there where it gave none
 *   <li>{@code answer}: its text
 * </ul>
 */
public final class AnswerLog implements Closeable {
    private final Path file;
    private final OutputStream out;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long writtenBytes;
    private final AnswerSample sample = new AnswerSample();

    AnswerLog(Path folder) throws IOException {
        file = folder.resolve(AnswerFile.NAME);
        out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
    }

    /** Keeps the answer of a completed turn. */
    void add(TurnRecord turn, RequestFigures figures) throws IOException {
        byte[] answer = turn.exchange().answer();
        if (answer == null) {
            return;
        }
        boolean counted = figures.answerTextOnly()
                && (figures.outputTokenSource() == OutputTokenSource.USAGE
                        || figures.outputTokenSource() == OutputTokenSource.CONTINUOUS_USAGE);
        line.reset();
        new AnswerFile.Answer(
                        turn.order(),
                        turn.conversation(),
                        turn.turn(),
                        counted ? figures.get(RequestMetric.OUTPUT_TOKENS) : -1,
                        turn.exchange().ids(),
                        oneLine(turn.exchange().reasoning().escaped()),
                        oneLine(answer))
                .writeTo(line);
        line.writeTo(out);
        sample.see(turn.order(), writtenBytes, line.size() - 1);
        writtenBytes += line.size();
    }

    /** The answer is still escaped as it came; a bare control character, which JSON forbids, would break the line. */
    private static byte[] oneLine(byte[] escaped) {
        for (byte b : escaped) {
            if (b >= 0 && b < ' ') {
                byte[] cleaned = escaped.clone();
                for (int i = 0; i < cleaned.length; i++) {
                    cleaned[i] = cleaned[i] >= 0 && cleaned[i] < ' ' ? (byte) ' ' : cleaned[i];
                }
                return cleaned;
            }
        }
        return escaped;
    }

    void flush() throws IOException {
        out.flush();
    }

    /** Counts the tokens of the answers so far. */
    public Retokenized count(Retokenize which, ToIntFunction<String> tokenCounter) throws IOException {
        out.flush();
        return switch (which) {
            case ALL -> AnswerFile.count(file, order -> true, tokenCounter);
            case SAMPLE -> AnswerFile.count(file, sample, tokenCounter);
            case NONE -> Retokenized.NONE;
        };
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
