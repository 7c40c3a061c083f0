package volley.report.folder;

import java.io.Closeable;
import java.io.IOException;
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
import volley.client.TokenIds;
import volley.metrics.AnswerText;
import volley.metrics.TokenTotals.Retokenized;

/** {@code answers.jsonl} read back: all of it in order, or single answers by the order of their requests. */
public final class AnswerFile implements Closeable {
    public static final String NAME = "answers.jsonl";

    private static final String ORDER = "order";
    private static final String CONVERSATION = "conversation";
    private static final String TURN = "turn";
    private static final String TEXT_TOKENS = "text_tokens";
    private static final String PROMPT_IDS = ",\"prompt_ids\":[";
    private static final String OUTPUT_IDS = ",\"output_ids\":[";
    private static final String REASONING = ",\"reasoning\":\"";

    /** More than the fields that are numbers, which are the first, can take. */
    private static final int NUMBERS_BYTES = 160;

    /** What stands before an answer's text in its line, which is the last field. */
    private static final String ANSWER = ",\"answer\":\"";

    /** What stands after it. */
    private static final String END = "\"}";

    private static final byte[] ANSWER_BYTES = ascii(ANSWER);
    private static final int[] NO_IDS = {};

    private final FileChannel file;
    private long[] startByOrder = new long[1 << 10];
    private int[] bytesByOrder = new int[1 << 10];

    /**
     * A line of the file; {@link AnswerLog} says what its fields are.
     *
     * @param textTokens by the server's count, or -1
     * @param ids token ids that the server told
     * @param reasoning the thoughts, as {@code escaped}; empty if there are none
     * @param escaped the text as the inside of a JSON string, on one line
     */
    @SuppressWarnings("ArrayRecordComponent") // on its way from file to file; never compared
    public record Answer(
            int order, int conversation, int turn, long textTokens, TokenIds ids, byte[] reasoning, byte[] escaped) {
        public void writeTo(OutputStream out) throws IOException {
            String head = "{\"" + ORDER + "\":" + order + ",\"" + CONVERSATION + "\":" + conversation + ",\"" + TURN
                    + "\":" + turn + ",\"" + TEXT_TOKENS + "\":" + (textTokens < 0 ? null : textTokens);
            out.write(ascii(head));
            writeIds(out, PROMPT_IDS, ids.prompt());
            writeIds(out, OUTPUT_IDS, ids.output());
            if (reasoning.length > 0) {
                out.write(ascii(REASONING));
                out.write(reasoning);
                out.write('"');
            }
            out.write(ANSWER_BYTES);
            out.write(escaped);
            out.write(ascii(END));
            out.write('\n');
        }

        private static void writeIds(OutputStream out, String field, int[] ids) throws IOException {
            if (ids.length > 0) {
                StringBuilder list = new StringBuilder(field);
                for (int i = 0; i < ids.length; i++) {
                    list.append(i == 0 ? "" : ",").append(ids[i]);
                }
                out.write(ascii(list.append(']').toString()));
            }
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
                        ids(line),
                        reasoning(line),
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
        TokenSum sum = new TokenSum(tokenCounter);
        scan(path, line -> {
            if (isWhole(line) && wanted.test((int) number(line, ORDER))) {
                sum.add(line);
            }
        });
        return sum.of(sum.answers);
    }

    /**
     * Counts the tokens of a sample of the answers of a file.
     *
     * @param sample that has seen all of them
     */
    static Retokenized count(Path path, AnswerSample sample, ToIntFunction<String> tokenCounter) throws IOException {
        TokenSum sum = new TokenSum(tokenCounter);
        try (FileChannel file = FileChannel.open(path)) {
            for (AnswerSample.Place place : sample.places()) {
                sum.add(read(file, place.startByte(), place.bytes()));
            }
        }
        return sum.of(sample.seen());
    }

    /**
     * As the other {@code count}, of a sample of the answers that are wanted; the same one that a run takes of the answers as
     * it writes them.
     */
    public static Retokenized countSample(Path path, IntPredicate wanted, ToIntFunction<String> tokenCounter)
            throws IOException {
        AnswerSample sample = new AnswerSample();
        long[] place = {0};
        scan(path, line -> {
            if (isWhole(line) && wanted.test((int) number(line, ORDER))) {
                sample.see((int) number(line, ORDER), place[0], line.length);
            }
            place[0] += line.length + 1;
        });
        return count(path, sample, tokenCounter);
    }

    private static final class TokenSum {
        private final ToIntFunction<String> tokenCounter;
        private long answers;
        private long tokens;
        private long compared;
        private long comparedByServer;

        TokenSum(ToIntFunction<String> tokenCounter) {
            this.tokenCounter = tokenCounter;
        }

        void add(byte[] line) {
            int ofAnswer = tokenCounter.applyAsInt(AnswerText.of(escaped(line)));
            long byServer = number(line, TEXT_TOKENS);
            answers++;
            tokens += ofAnswer;
            if (byServer >= 0) {
                compared += ofAnswer;
                comparedByServer += byServer;
            }
        }

        Retokenized of(long allAnswers) {
            long ofAll = answers == 0 ? 0 : Math.round((double) tokens * allAnswers / answers);
            return new Retokenized(ofAll, compared, comparedByServer, answers, allAnswers);
        }
    }

    /** The text of the answer to the request of this order; empty if it had none. */
    public Optional<String> text(int order) {
        return answer(order).map(GivenAnswer::text);
    }

    /** The answer to the request of this order; empty if it had none. */
    public Optional<GivenAnswer> answer(int order) {
        if (order >= bytesByOrder.length || bytesByOrder[order] == 0) {
            return Optional.empty();
        }
        byte[] whole;
        try {
            whole = read(file, startByOrder[order], bytesByOrder[order]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Optional.of(new GivenAnswer(AnswerText.of(escaped(whole)), AnswerText.of(reasoning(whole)), ids(whole)));
    }

    private static byte[] read(FileChannel file, long startByte, int bytes) throws IOException {
        ByteBuffer line = ByteBuffer.allocate(bytes);
        while (line.hasRemaining() && file.read(line, startByte + line.position()) >= 0) {
            // reads on
        }
        return line.array();
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
        try (ByteLines lines = new ByteLines(Files.newInputStream(path))) {
            while (lines.next() && lines.ended()) {
                receiver.line(Arrays.copyOfRange(lines.buffer(), lines.start(), lines.end()));
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
        int length = Math.min(NUMBERS_BYTES, answerStart(line) - ANSWER_BYTES.length);
        return new String(line, 0, length, StandardCharsets.US_ASCII);
    }

    private static byte[] escaped(byte[] line) {
        return Arrays.copyOfRange(line, answerStart(line), line.length - END.length());
    }

    private static byte[] reasoning(byte[] line) {
        int end = answerStart(line) - ANSWER_BYTES.length;
        int start = startAfter(ascii(REASONING), line, end);
        return start == 0 ? new byte[0] : Arrays.copyOfRange(line, start, end - 1);
    }

    private static TokenIds ids(byte[] line) {
        int end = answerStart(line) - ANSWER_BYTES.length;
        int reasoningStart = startAfter(ascii(REASONING), line, end);
        int before = reasoningStart == 0 ? end : reasoningStart;
        int[] prompt = ids(line, ascii(PROMPT_IDS), before);
        int[] output = ids(line, ascii(OUTPUT_IDS), before);
        return prompt.length == 0 && output.length == 0 ? TokenIds.NONE : new TokenIds(prompt, output);
    }

    private static int[] ids(byte[] line, byte[] field, int end) {
        int start = startAfter(field, line, end);
        if (start == 0) {
            return NO_IDS;
        }
        int close = start;
        int count = 1;
        while (line[close] != ']') {
            count += line[close++] == ',' ? 1 : 0;
        }
        int[] ids = new int[count];
        int at = 0;
        for (int i = start; i < close; i++) {
            if (line[i] == ',') {
                at++;
            } else {
                ids[at] = 10 * ids[at] + line[i] - '0';
            }
        }
        return ids;
    }

    /** Where the answer begins, or 0. Inside of a string no quote stands without its escape, so the first such place is it. */
    private static int answerStart(byte[] line) {
        return startAfter(ANSWER_BYTES, line, line.length);
    }

    /** Behind the first such bytes that end before {@code end}, or 0. */
    private static int startAfter(byte[] field, byte[] line, int end) {
        for (int i = 0; i + field.length <= end; i++) {
            if (line[i] == field[0]
                    && line[i + 1] == field[1]
                    && line[i + 2] == field[2]
                    && Arrays.equals(line, i, i + field.length, field, 0, field.length)) {
                return i + field.length;
            }
        }
        return 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
