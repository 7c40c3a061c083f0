package volley.report.folder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.IntPredicate;
import volley.client.Outcome;
import volley.client.Usage;
import volley.metrics.RequestMetric;

/**
 * The client's count of each prompt, put into {@code requests.jsonl} of a run that another process has played, or whose lines
 * have no room for them ({@link CountsInPlace}): counting while a run goes would take the processor from what is measured. The
 * counted lines are a file of their own until they take the place of the first
 * one, so that a process that is killed in between leaves a whole file.
 */
final class PromptCounts implements CountedPrompts {
    private static final JsonFactory JSON = new JsonFactory();
    private static final String BY_CLIENT =
            RequestLine.of(RequestMetric.PROMPT_TOKENS_BY_CLIENT).getValue();
    private static final String BY_SERVER =
            RequestLine.of(RequestMetric.PROMPT_TOKENS).getValue();
    private static final String NOT_COUNTED = "\"" + BY_CLIENT + "\":null";
    private static final String PART = ".counted";
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path file;
    private final Path counted;

    private static final class Line implements PromptCounting.Request {
        private int order = Usage.ABSENT;
        private int conversation;
        private int turn;
        private boolean ok;
        private boolean sent;
        private int byServer = Usage.ABSENT;
        private int byClient = Usage.ABSENT;

        @Override
        public int order() {
            return order;
        }

        @Override
        public int conversation() {
            return conversation;
        }

        @Override
        public int turn() {
            return turn;
        }

        @Override
        public boolean wasSent() {
            return sent;
        }

        @Override
        public boolean isCompleted() {
            return ok;
        }

        @Override
        public int promptTokens() {
            return byServer;
        }

        @Override
        public int promptTokensByClient() {
            return byClient;
        }
    }

    private PromptCounts(Path folder) {
        file = folder.resolve(RequestLog.FILE_NAME);
        counted = folder.resolve(RequestLog.FILE_NAME + PART);
    }

    /**
     * Counts the prompts of requests that were sent. What was counted before stays.
     *
     * @param compared of which requests, by their order, the prompt is counted although the server has counted it
     * @throws IOException if a file cannot be read or written
     */
    static PromptCounts of(Path folder, PromptCounter counter, IntPredicate compared, Receiver receiver)
            throws IOException {
        PromptCounts counts = new PromptCounts(folder);
        try {
            counts.count(folder, counter, compared, receiver);
            return counts;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            counts.close();
            throw e;
        }
    }

    private void count(Path folder, PromptCounter counter, IntPredicate compared, Receiver receiver)
            throws IOException {
        try (AnswerFile answers = AnswerFile.open(folder);
                ByteLines lines = new ByteLines(Files.newInputStream(file));
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(counted), BUFFER_BYTES)) {
            PromptCounting counting = new PromptCounting(counter, compared, conversation -> true, answers, receiver);
            while (lines.next()) {
                int made = counting.count(read(lines));
                if (made != Usage.ABSENT) {
                    String text = new String(lines.buffer(), lines.start(), lines.length(), StandardCharsets.UTF_8);
                    out.write(text.replace(NOT_COUNTED, "\"" + BY_CLIENT + "\":" + made)
                            .getBytes(StandardCharsets.UTF_8));
                } else {
                    out.write(lines.buffer(), lines.start(), lines.length());
                }
                out.write('\n');
            }
        }
    }

    /** A line that the end of a process cut off was not sent, as far as is known. */
    private static Line read(ByteLines text) throws IOException {
        Line line = new Line();
        try (JsonParser json = JSON.createParser(text.buffer(), text.start(), text.length())) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals(RequestLine.OUTCOME.getValue())) {
                    line.ok = Outcome.OK.id().equals(json.getText());
                } else if (value.isNumeric()) {
                    number(line, name, json);
                } else {
                    json.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            return new Line();
        }
        return line;
    }

    private static void number(Line line, String name, JsonParser json) throws IOException {
        if (name.equals(RequestLine.ORDER.getValue())) {
            line.order = json.getIntValue();
        } else if (name.equals(RequestLine.CONVERSATION.getValue())) {
            line.conversation = json.getIntValue();
        } else if (name.equals(RequestLine.TURN.getValue())) {
            line.turn = json.getIntValue();
        } else if (name.equals(RequestLine.SENT_NS.getValue())) {
            line.sent = true;
        } else if (name.equals(BY_SERVER)) {
            line.byServer = json.getIntValue();
        } else if (name.equals(BY_CLIENT)) {
            line.byClient = json.getIntValue();
        }
    }

    /** Puts the counted lines in the place of the file. */
    @Override
    public void keep() throws IOException {
        Files.move(counted, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Drops the counted lines if they were not kept. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(counted);
    }
}
