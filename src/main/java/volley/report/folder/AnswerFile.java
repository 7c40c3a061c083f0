package volley.report.folder;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.ToIntFunction;
import volley.metrics.AnswerText;
import volley.metrics.TokenTotals.Retokenized;

/** {@code answers.jsonl} read back: all of it in order, or single answers by the order of their requests. */
public final class AnswerFile implements Closeable {
    public static final String NAME = "answers.jsonl";

    private static final String ORDER = "order";
    private static final String CONVERSATION = "conversation";
    private static final String TURN = "turn";
    private static final String TEXT_TOKENS = "text_tokens";

    /** What stands before an answer's text in its line, which is the last field. */
    private static final String ANSWER = ",\"answer\":\"";

    /** What stands after it. */
    private static final String END = "\"}";

    private static final byte[] ANSWER_BYTES = ANSWER.getBytes(StandardCharsets.US_ASCII);

    private final FileChannel file;
    private long[] startByOrder = new long[1 << 10];
    private int[] bytesByOrder = new int[1 << 10];

    /**
     * A line of the file; {@link AnswerLog} says what its fields are.
     *
     * @param textTokens by the server's count, or -1
     * @param escaped the text as the inside of a JSON string, on one line
     */
    @SuppressWarnings("ArrayRecordComponent") // on its way from file to file; never compared
    public record Answer(int order, int conversation, int turn, long textTokens, byte[] escaped) {
        public void writeTo(OutputStream out) throws IOException {
            String head = "{\"" + ORDER + "\":" + order + ",\"" + CONVERSATION + "\":" + conversation + ",\"" + TURN
                    + "\":" + turn + ",\"" + TEXT_TOKENS + "\":" + (textTokens < 0 ? null : textTokens) + ANSWER;
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(escaped);
            out.write(END.getBytes(StandardCharsets.US_ASCII));
            out.write('\n');
        }
    }

    /** Receives an answer. */
    public interface Receiver {
        /** Called once for each. */
        void answer(Answer answer) throws IOException;
    }

    private AnswerFile(Path path) throws IOException {
        file = FileChannel.open(path);
        long[] place = {0};
        scan(path, line -> {
            if (isWhole(line)) {
                index((int) number(line, ORDER), place[0], line.length);
            }
            place[0] += line.length + 1;
        });
    }

    /** Opens the file of a run; costs 12 bytes of memory an answer. */
    public static AnswerFile open(Path runFolder) throws IOException {
        return new AnswerFile(runFolder.resolve(NAME));
    }

    /** Passes every answer on, in the file's order; a last line that was cut off is left out. */
    public static void forEach(Path path, Receiver receiver) throws IOException {
        scan(path, line -> {
            if (isWhole(line)) {
                receiver.answer(new Answer(
                        (int) number(line, ORDER),
                        (int) number(line, CONVERSATION),
                        (int) number(line, TURN),
                        number(line, TEXT_TOKENS),
                        escaped(line)));
            }
        });
    }

    /**
     * Counts the tokens of the answers of a file, read one after the other.
     *
     * @param wanted of which requests, by their order
     */
    public static Retokenized count(Path path, IntPredicate wanted, ToIntFunction<String> tokenCounter)
            throws IOException {
        long[] sums = new long[3];
        forEach(path, answer -> {
            if (wanted.test(answer.order())) {
                int tokens = tokenCounter.applyAsInt(AnswerText.of(answer.escaped()));
                sums[0] += tokens;
                if (answer.textTokens() >= 0) {
                    sums[1] += tokens;
                    sums[2] += answer.textTokens();
                }
            }
        });
        return new Retokenized(sums[0], sums[1], sums[2]);
    }

    /** The answer to the request of this order; empty if it had none. */
    public Optional<String> text(int order) {
        if (order >= bytesByOrder.length || bytesByOrder[order] == 0) {
            return Optional.empty();
        }
        ByteBuffer line = ByteBuffer.allocate(bytesByOrder[order]);
        try {
            while (line.hasRemaining() && file.read(line, startByOrder[order] + line.position()) >= 0) {
                // reads on
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(AnswerText.of(escaped(line.array())));
    }

    private void index(int order, long start, int bytes) {
        if (order >= bytesByOrder.length) {
            int length = Math.max(order + 1, bytesByOrder.length * 2);
            startByOrder = Arrays.copyOf(startByOrder, length);
            bytesByOrder = Arrays.copyOf(bytesByOrder, length);
        }
        startByOrder[order] = start;
        bytesByOrder[order] = bytes;
    }

    private interface LineReceiver {
        void line(byte[] line) throws IOException;
    }

    private static void scan(Path path, LineReceiver receiver) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            byte[] line = new byte[1 << 12];
            int length = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    receiver.line(Arrays.copyOf(line, length));
                    length = 0;
                } else {
                    line = length == line.length ? Arrays.copyOf(line, length * 2) : line;
                    line[length++] = (byte) b;
                }
            }
        }
    }

    private static boolean isWhole(byte[] line) {
        return answerStart(line) > 0 && line[line.length - 1] == '}';
    }

    /** A field's value, or -1 for null. */
    private static long number(byte[] line, String name) {
        String head = head(line);
        int from = head.indexOf("\"" + name + "\":") + name.length() + 3;
        int comma = head.indexOf(',', from);
        String value = comma < 0 ? head.substring(from) : head.substring(from, comma);
        return value.equals("null") ? -1 : Long.parseLong(value);
    }

    private static String head(byte[] line) {
        return new String(line, 0, answerStart(line) - ANSWER_BYTES.length, StandardCharsets.US_ASCII);
    }

    private static byte[] escaped(byte[] line) {
        return Arrays.copyOfRange(line, answerStart(line), line.length - END.length());
    }

    /** Where the answer begins, or 0; the fields before it are numbers, so the first such place is it. */
    private static int answerStart(byte[] line) {
        for (int i = 0; i + ANSWER_BYTES.length <= line.length; i++) {
            if (Arrays.equals(line, i, i + ANSWER_BYTES.length, ANSWER_BYTES, 0, ANSWER_BYTES.length)) {
                return i + ANSWER_BYTES.length;
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
