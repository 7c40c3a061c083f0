package volley.client;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import volley.client.Replay.Seen;

/**
 * A response as {@code curl -i} shows it: status line and headers as they came, the body without its framing. A file
 * that does not begin with HTTP is the body of a success.
 *
 * @param status HTTP's status code
 * @param headers all of them
 * @param body the bytes after the blank line
 * @param format the interface that was asked, as the file's name says
 */
@SuppressWarnings("ArrayRecordComponent") // a test's
record CurlCapture(int status, DefaultHttpHeaders headers, byte[] body, WireFormat format) {
    private static final String EXPECTATIONS = "curl_captures.txt";
    private static final Path SOURCE = Path.of("src/test/resources/volley/client", EXPECTATIONS);
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int SHOWN_CHARS = 60;

    static CurlCapture read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        WireFormat format =
                file.getFileName().toString().startsWith("completions_") ? WireFormat.COMPLETIONS : WireFormat.CHAT;
        if (bytes[0] != 'H') {
            return new CurlCapture(200, new DefaultHttpHeaders(), bytes, format);
        }
        int end = 0;
        while (!Arrays.equals(bytes, end, end + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
            end++;
        }
        String[] lines = new String(bytes, 0, end, StandardCharsets.ISO_8859_1).split("\r\n", -1);
        DefaultHttpHeaders headers = new DefaultHttpHeaders();
        for (String line : Arrays.asList(lines).subList(1, lines.length)) {
            int colon = line.indexOf(':');
            headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
        }
        int status = Integer.parseInt(lines[0].split(" ", 3)[1]);
        return new CurlCapture(status, headers, Arrays.copyOfRange(bytes, end + HEAD_END.length, bytes.length), format);
    }

    boolean isSuccess() {
        return status == 200;
    }

    Exchange play(int... cuts) {
        return Replay.play(format, status, headers, body, cuts);
    }

    /** What is seen however the body is cut, in the words of the file of expectations. */
    String everySplit() {
        return describe(Replay.everySplit(this::play, body.length));
    }

    /** What each capture must be seen as, by its name: blocks whose first line is the name, and whose others are indented. */
    static Map<String, String> expectations() throws IOException {
        Map<String, String> expectations = new TreeMap<>();
        try (InputStream file = CurlCapture.class.getResourceAsStream(EXPECTATIONS)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            for (String block : text.split("\n(?=\\S)")) {
                int end = block.indexOf('\n');
                expectations.put(
                        block.substring(0, end), block.substring(end + 1).stripTrailing());
            }
        }
        return expectations;
    }

    /** Writes the file of expectations anew, to be read in the diff. */
    static void writeExpectations(Path captures, Iterable<String> names) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append(name).append('\n');
            text.append(read(captures.resolve(name)).everySplit()).append('\n');
        }
        Files.createDirectories(SOURCE.getParent());
        Files.writeString(SOURCE, text);
    }

    private static String describe(Seen seen) {
        String answer = seen.answer();
        String shown = answer.length() <= SHOWN_CHARS
                ? answer
                : answer.substring(0, SHOWN_CHARS) + "... (" + answer.length() + " chars)";
        Usage usage = seen.usage();
        StringBuilder text = new StringBuilder("  " + seen.outcome().id());
        if (seen.error() != null) {
            text.append(": ").append(seen.error());
        }
        if (!seen.events().isEmpty()) {
            text.append("\n  events ").append(shorten(seen.events()));
            text.append("\n  prompt %d, output %d, cached %d, finish %s"
                    .formatted(
                            usage.promptTokens(), usage.completionTokens(), usage.cachedTokens(), seen.finishReason()));
            text.append("\n  answer '").append(shown).append('\'');
        }
        return text.toString();
    }

    /** Equal events in a row once, with their number. */
    private static String shorten(String events) {
        StringBuilder text = new StringBuilder();
        String[] each = events.split(" ");
        for (int i = 0; i < each.length; ) {
            int next = i;
            while (next < each.length && each[next].equals(each[i])) {
                next++;
            }
            text.append(i == 0 ? "" : " ").append(each[i]).append(next - i > 1 ? "*" + (next - i) : "");
            i = next;
        }
        return text.toString();
    }
}
