package volley.simulator.replay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A server's answer to one request, byte by byte as it came over HTTP/1.1, but for the connection's end.
 *
 * @param pieces its head, and each chunk of its body with the chunk's frame; a body that is not chunked is one piece
 */
public record RecordedAnswer(List<byte[]> pieces) {
    private static final String CLOSE = "connection: close\r\n";
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String END_OF_LINE = "\r\n";

    /**
     * Asks a server on this machine once.
     *
     * @param body JSON of the request
     * @throws IOException if it cannot be reached, or does not answer as HTTP does
     */
    public static RecordedAnswer record(URI url, byte[] body) throws IOException {
        try (Socket socket = new Socket(url.getHost(), url.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + url.getPath() + " HTTP/1.1\r\nhost: " + url.getAuthority() + "\r\n" + CLOSE
                            + "content-type: application/json\r\ncontent-length: " + body.length + END_OF_HEAD)
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
            return of(socket.getInputStream().readAllBytes());
        }
    }

    /** All pieces as one. */
    byte[] whole() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        pieces.forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** @param answer with its head, up to the end of the connection */
    static RecordedAnswer of(byte[] answer) throws IOException {
        // One char is one byte.
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int body = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
        if (body < END_OF_HEAD.length()) {
            throw new IOException("no answer of HTTP: " + text);
        }
        String head = text.substring(0, body).replaceFirst("(?i)" + CLOSE, "");
        List<byte[]> pieces = new ArrayList<>();
        pieces.add(head.getBytes(StandardCharsets.ISO_8859_1));
        if (head.toLowerCase(Locale.ROOT).contains("transfer-encoding: chunked")) {
            int from = body;
            while (from < answer.length) {
                int line = text.indexOf(END_OF_LINE, from);
                int to = line + 2 * END_OF_LINE.length() + Integer.parseInt(text.substring(from, line), 16);
                pieces.add(Arrays.copyOfRange(answer, from, to));
                from = to;
            }
        } else {
            pieces.add(Arrays.copyOfRange(answer, body, answer.length));
        }
        return new RecordedAnswer(pieces);
    }
}
