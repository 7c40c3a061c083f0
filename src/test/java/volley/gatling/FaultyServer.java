package volley.gatling;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A chat server on loopback that fails as the last question of a request says: {@code Q <id> <name of a Kind>}. Its
 * answers name the question's id, so a test sees whose answer a turn got.
 */
final class FaultyServer implements AutoCloseable {
    private static final Pattern QUESTION = Pattern.compile("Q (\\S+) ([A-Z_0-9]+)");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = "transfer-encoding: chunked\r\n\r\n";

    /** What is done with one request. Outcomes are those of a stream and of an answer in one piece. */
    enum Kind {
        PLAIN("ok"),
        BY_LENGTH("ok"),
        /** Chunks win over a length. */
        LENGTH_AND_CHUNKS("ok"),
        UNTIL_CLOSE("ok"),
        CLOSING("ok"),
        INTERIM("ok"),
        PROCESSING("ok"),
        TWO_RESPONSES("ok"),
        LATE_GARBAGE("ok"),
        PINGS("ok"),
        NOT_A_NUMBER("ok"),
        MOVED("ok"),
        BODY_KEPT_OPEN("ok", ""),
        NO_LAST_CHUNK("ok", ""),
        LENGTH_TOO_SHORT("truncated", "bad_json|truncated"),
        LENGTH_TOO_LONG("truncated", "bad_json|truncated"),
        CUT("truncated", "truncated"),
        /** The reset may overtake what was sent before it. */
        RESET("truncated|connect", "truncated|connect"),
        BAD_CHUNK("truncated", ""),
        NO_RESPONSE("connect"),
        NOT_HTTP("connect"),
        STATUS_400("http_4xx"),
        STATUS_404("http_4xx"),
        STATUS_500("http_5xx"),
        BUSY("retry_later"),
        ELSEWHERE("redirected"),
        ERROR_OBJECT("in_band_error"),
        ERROR_EVENT("in_band_error", ""),
        ERROR_LINE("in_band_error", ""),
        NOT_JSON("bad_json"),
        HTML("bad_json"),
        NOTHING("empty"),
        NO_CONTENT("empty"),
        /** A line without an end, as long as the client reads it. */
        ENDLESS_LINE("", "");

        final String whenStreamed;
        /** Empty where it is no way of failing. A regular expression. */
        final String whenWhole;

        Kind(String outcome) {
            this(outcome, outcome);
        }

        Kind(String whenStreamed, String whenWhole) {
            this.whenStreamed = whenStreamed;
            this.whenWhole = whenWhole;
        }
    }

    private final ServerSocket listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    FaultyServer() throws IOException {
        threads.execute(() -> {
            while (!listener.isClosed()) {
                try {
                    Socket socket = listener.accept();
                    sockets.add(socket);
                    threads.execute(() -> serve(socket));
                } catch (IOException e) {
                    return;
                }
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    /** What the server answers to a question. */
    static String answer(String id) {
        return "answer to " + id + " and nobody else";
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            String request = read(in);
            while (request != null && answer(request, new Wire(socket, in))) {
                request = read(in);
            }
        } catch (IOException e) {
            // The client closed the connection, or the test is over.
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(text);
        return text
                + (length.find()
                        ? new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
                        : "");
    }

    /** A connection, as far as an answer needs it. */
    private record Wire(Socket socket, InputStream in) {
        void write(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        void awaitClose() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }

    /** @return whether the connection goes on */
    private boolean answer(String request, Wire wire) throws IOException {
        if (!request.startsWith("POST")) {
            wire.write(byLength("{\"data\":[{\"id\":\"model\"}]}"));
            return true;
        }
        MatchResult question = QUESTION.matcher(request)
                .results()
                .reduce((first, last) -> last)
                .orElseThrow();
        boolean streamed = request.contains("\"stream\":true");
        String id = question.group(1);
        String body = streamed ? stream(id) : whole(id);
        String half = body.substring(0, body.indexOf("nobody"));
        String error = "{\"error\":{\"message\":\"boom\",\"code\":500}}";
        String event = streamed ? "data: " + error + "\n\n" : error;
        switch (Kind.valueOf(question.group(2))) {
            case PLAIN -> wire.write(OK + CHUNKED + chunk(half) + chunk(body.substring(half.length())) + chunk(""));
            case BY_LENGTH -> wire.write(byLength(body));
            case LENGTH_AND_CHUNKS -> wire.write(OK + "content-length: 5\r\n" + CHUNKED + chunk(body) + chunk(""));
            case UNTIL_CLOSE -> {
                wire.write(OK + "\r\n" + body);
                return false;
            }
            case CLOSING -> {
                wire.write(OK + "connection: close\r\n" + CHUNKED + chunk(body) + chunk(""));
                return false;
            }
            case INTERIM -> wire.write(
                    "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" + byLength(body));
            case PROCESSING -> {
                wire.write("HTTP/1.1 102 Processing\r\n\r\n");
                wire.write("HTTP/1.1 102 Processing\r\n\r\n" + byLength(body));
            }
            case TWO_RESPONSES -> wire.write(byLength(body) + byLength(body.replace(id, "nobody's")));
            case LATE_GARBAGE -> {
                wire.write(byLength(body) + "late garbage");
                wire.awaitClose();
            }
            case PINGS -> wire.write(byLength(streamed ? "data: {\"object\":\"ping\"}\n\n: ping\n\n" + body : body));
            case NOT_A_NUMBER -> wire.write(byLength(body.replace("\"choices\"", "\"score\":NaN,\"choices\"")));
            case MOVED -> wire.write(
                    request.startsWith("POST /moved")
                            ? byLength(body)
                            : "HTTP/1.1 307 Moved\r\nlocation: /moved\r\ncontent-length: 0\r\n\r\n");
            case BODY_KEPT_OPEN -> {
                wire.write(OK + CHUNKED + chunk(body));
                wire.awaitClose();
            }
            case NO_LAST_CHUNK -> {
                wire.write(OK + CHUNKED + chunk(body));
                return false;
            }
            case LENGTH_TOO_SHORT -> wire.write(OK + "content-length: " + half.length() + "\r\n\r\n" + body);
            case LENGTH_TOO_LONG -> {
                wire.write(OK + "content-length: " + body.length() + "\r\n\r\n" + half);
                return false;
            }
            case CUT -> {
                wire.write(OK + CHUNKED + chunk(half));
                return false;
            }
            case RESET -> {
                wire.write(OK + CHUNKED + chunk(half));
                wire.socket().setSoLinger(true, 0);
                return false;
            }
            case BAD_CHUNK -> wire.write(OK + CHUNKED + chunk(half) + "ZZZ\r\nhello\r\n");
            case NO_RESPONSE -> {
                return false;
            }
            case NOT_HTTP -> {
                wire.write("SSH-2.0-OpenSSH_9.2\r\n");
                return false;
            }
            case STATUS_400 -> wire.write(status("400 Bad Request", error));
            case STATUS_404 -> wire.write(status("404 Not Found", ""));
            case STATUS_500 -> wire.write(status("500 Internal Server Error", "<html>no</html>"));
            case BUSY -> wire.write("HTTP/1.1 429 Busy\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n");
            case ELSEWHERE -> wire.write(
                    "HTTP/1.1 307 Moved\r\nlocation: http://127.0.0.1:9/v1\r\ncontent-length: 0\r\n\r\n");
            case ERROR_OBJECT -> wire.write(byLength(event));
            case ERROR_EVENT -> wire.write(byLength("event: error\n" + event));
            case ERROR_LINE -> wire.write(byLength("error: " + error + "\n\n"));
            case NOT_JSON -> wire.write(byLength((streamed ? "data: {" : "{") + "no json\n\n"));
            case HTML -> wire.write(byLength("<html>no</html>"));
            case NOTHING -> wire.write(byLength(""));
            case NO_CONTENT -> wire.write("HTTP/1.1 204 No Content\r\n\r\n");
            case ENDLESS_LINE -> {
                wire.write(OK + CHUNKED + chunk("data: "));
                String more = chunk("a".repeat(1 << 16));
                while (!listener.isClosed()) {
                    wire.write(more);
                }
            }
        }
        return true;
    }

    private static String byLength(String body) {
        return OK + "content-length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String status(String line, String body) {
        return "HTTP/1.1 " + line + "\r\ncontent-length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    private static String stream(String id) {
        StringBuilder events = new StringBuilder();
        for (String word : answer(id).split("(?= )", -1)) {
            events.append("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + word + "\"}}]}\n\n");
        }
        return events + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                + "data: [DONE]\n\n";
    }

    private static String whole(String id) {
        return "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"" + answer(id)
                + "\"},\"finish_reason\":\"stop\"}]}";
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            threads.shutdownNow();
        }
    }
}
