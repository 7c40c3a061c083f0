package volley.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.hub.Hub;
import volley.hub.LoopbackServer;
import volley.tokenizer.Tokenizers;

/** The same cases for a dataset and for a tokenizer: the hub's files on loopback, and what is made of them. */
abstract class BothPaths {
    static final String TOKEN = "hf_secret";
    static final String PASSWORD = "hunter2";
    private static final String SMALLEST_TOKENIZER =
            """
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
            "pre_tokenizer":{"type":"Whitespace"},"post_processor":null,"decoder":null,
            "model":{"type":"WordLevel","vocab":{"[UNK]":0,"a":1},"unk_token":"[UNK]"}}""";
    /** Valid as both, and long enough to be cut. */
    static final byte[] CONTENT = (SMALLEST_TOKENIZER + " ".repeat(200_000)).getBytes(StandardCharsets.UTF_8);

    private static final String LISTING = "/api/datasets/stingning/ultrachat/tree/main";

    @TempDir
    Path folder;

    final List<Duration> rests = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    LoopbackServer hub;

    enum What {
        DATASET("/datasets/stingning/ultrachat/resolve/main/train_0.jsonl") {
            @Override
            Path fetch(Hub hub, Path folder, PrintStream out) {
                new Downloads(folder.resolve("data"), hub, false, out).fetch("ultrachat");
                return folder.resolve("data/ultrachat/train_0.jsonl");
            }
        },
        TOKENIZER("/org/model/resolve/main/tokenizer.json") {
            @Override
            Path fetch(Hub hub, Path folder, PrintStream out) {
                Tokenizers.load("org/model", hub).close();
                return folder.resolve(".cache/huggingface/hub/models--org--model/snapshots/main/tokenizer.json");
            }
        };

        /** The large file's on the hub. */
        final String path;

        What(String path) {
            this.path = path;
        }

        /** Says where the file is to be found then. */
        abstract Path fetch(Hub hub, Path folder, PrintStream out);
    }

    @BeforeEach
    void start() throws IOException {
        hub = new LoopbackServer();
        serve(hub, "", sha256());
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    static void serve(LoopbackServer server, String prefix, String sha256) {
        server.file(prefix + LISTING, listing(sha256));
        for (What each : What.values()) {
            server.file(prefix + each.path, CONTENT, Map.of("X-Linked-ETag", "\"" + sha256 + "\""));
        }
    }

    final void fetched(What what, Map<String, String> environment) {
        Path file = what.fetch(hub(environment), folder, out());
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(files()).noneMatch(each -> each.endsWith(".part") || each.contains("incomplete"));
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain(TOKEN, PASSWORD);
    }

    final AbstractThrowableAssert<?, ?> failing(What what, Map<String, String> environment) {
        String encoded = Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        return assertThatThrownBy(() -> what.fetch(hub(environment), folder, out()))
                .isInstanceOf(BadInputException.class)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining(TOKEN)
                .hasMessageNotContaining(PASSWORD)
                .hasMessageNotContaining(encoded);
    }

    private Hub hub(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(Map.of("HF_ENDPOINT", hub.url()));
        all.putAll(environment);
        return Hub.from(all, folder, rests::add);
    }

    private PrintStream out() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    final void forget() {
        files().forEach(each -> assertThat(Path.of(each).toFile().delete()).isTrue());
    }

    final List<String> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(Path::toString).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // a folder has gone meanwhile
        }
    }

    static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static byte[] listing(String sha256) {
        return ("[{\"type\":\"file\",\"path\":\"train_0.jsonl\",\"size\":" + CONTENT.length + ",\"lfs\":{\"oid\":\""
                        + sha256 + "\"}}]")
                .getBytes(StandardCharsets.UTF_8);
    }

    static String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
