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
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.config.BadInputException;
import volley.hub.Hub;
import volley.hub.LoopbackProxy;
import volley.hub.LoopbackServer;
import volley.network.TestCertificates;
import volley.tokenizer.Tokenizers;

/** The hub behaves alike for a dataset and for a tokenizer: the same cases through both, against servers on loopback. */
class BothPathsTest {
    private static final String TOKEN = "hf_secret";
    private static final String PASSWORD = "hunter2";
    private static final String SMALLEST_TOKENIZER =
            """
            {"version":"1.0","truncation":null,"padding":null,"added_tokens":[],"normalizer":null,
            "pre_tokenizer":{"type":"Whitespace"},"post_processor":null,"decoder":null,
            "model":{"type":"WordLevel","vocab":{"[UNK]":0,"a":1},"unk_token":"[UNK]"}}""";
    /** Valid as both, and long enough to be cut. */
    private static final byte[] CONTENT = (SMALLEST_TOKENIZER + " ".repeat(200_000)).getBytes(StandardCharsets.UTF_8);

    private static final String LISTING = "/api/datasets/stingning/ultrachat/tree/main";

    private static SSLContext tls;

    @TempDir
    Path folder;

    private final List<Duration> rests = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private LoopbackServer hub;

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

    @BeforeAll
    static void makeCertificate(@TempDir Path certificates) throws Exception {
        TestCertificates.Identity identity = new TestCertificates(certificates).make("hub", "dns:hub.test");
        tls = TestCertificates.server(identity, identity);
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

    private static void serve(LoopbackServer server, String prefix, String sha256) {
        server.file(prefix + LISTING, listing(sha256));
        for (What each : What.values()) {
            server.file(prefix + each.path, CONTENT, Map.of("X-Linked-ETag", "\"" + sha256 + "\""));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEndpointMayHaveAPortAndAPath(What what) {
        serve(hub, "/mirror/hf", sha256());
        fetched(what, Map.of("HF_ENDPOINT", hub.url() + "/mirror/hf/"));
        assertThat(hub.requests()).allMatch(each -> each.address().startsWith("/mirror/hf/"));
    }

    @ParameterizedTest
    @EnumSource
    void aProxyIsUsedWithItsUserAndPassword(What what) throws IOException {
        try (LoopbackProxy proxy = new LoopbackProxy(hub.port(), Optional.of("user:" + PASSWORD))) {
            fetched(
                    what,
                    Map.of(
                            "HF_ENDPOINT",
                            "http://hub.invalid:81",
                            "http_proxy",
                            "http://user:" + PASSWORD + "@" + proxy.address()));
            assertThat(proxy.requestLines())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("GET http://hub.invalid:81/"));
            assertThat(hub.requests()).hasSameSizeAs(proxy.requestLines());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProxyLeadsToHttpsWithItsUserAndPassword(What what) throws Exception {
        SSLContext before = SSLContext.getDefault();
        SSLContext.setDefault(tls);
        try (LoopbackServer secure = new LoopbackServer(tls);
                LoopbackProxy proxy = new LoopbackProxy(secure.port(), Optional.of("user:" + PASSWORD))) {
            serve(secure, "", sha256());
            fetched(
                    what,
                    Map.of(
                            "HF_ENDPOINT",
                            "https://hub.test",
                            "HF_TOKEN",
                            TOKEN,
                            "HTTPS_PROXY",
                            "http://user:" + PASSWORD + "@" + proxy.address()));
            assertThat(proxy.requestLines()).isNotEmpty().containsOnly("CONNECT hub.test:443 HTTP/1.1");
            assertThat(proxy.headers()).noneMatch(each -> each.contains(TOKEN));
            assertThat(secure.requests()).isNotEmpty().allMatch(each -> ("Bearer " + TOKEN)
                    .equals(each.authorization()));
        } finally {
            SSLContext.setDefault(before);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatNobodyTrustsIsSaid(What what) throws Exception {
        try (LoopbackServer secure = new LoopbackServer(tls);
                LoopbackProxy proxy = new LoopbackProxy(secure.port(), Optional.empty())) {
            failing(what, Map.of("HF_ENDPOINT", "https://hub.test", "https_proxy", proxy.address()))
                    .hasMessageContaining("no TLS with hub.test through the proxy " + proxy.address())
                    .hasMessageContaining("javax.net.ssl.trustStore");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProxyWithoutTheRightPasswordIsNamedWithoutIt(What what) throws IOException {
        try (LoopbackProxy proxy = new LoopbackProxy(hub.port(), Optional.of("user:other"))) {
            for (String endpoint : List.of("http://hub.invalid", "https://hub.invalid")) {
                for (String variable : List.of("all_proxy", "ALL_PROXY")) {
                    failing(
                                    what,
                                    Map.of(
                                            "HF_ENDPOINT",
                                            endpoint,
                                            variable,
                                            "http://user:" + PASSWORD + "@" + proxy.address()))
                            .hasMessageContaining("HTTP 407: the proxy " + proxy.address() + " of " + variable)
                            .hasMessageContaining("other than those given");
                }
                failing(what, Map.of("HF_ENDPOINT", endpoint, "all_proxy", proxy.address()))
                        .hasMessageContaining("HTTP 407: the proxy " + proxy.address() + " of all_proxy")
                        .hasMessageContaining("http://user:password@host:port");
            }
            assertThat(proxy.requestLines()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProxyThatIsNotThereIsNamedWithoutItsPassword(What what) throws IOException {
        String nobody = "127.0.0.1:" + closedPort();
        failing(what, Map.of("http_proxy", "http://user:" + PASSWORD + "@" + nobody))
                .hasMessageContaining("no connection to the proxy " + nobody + " of http_proxy");
        assertThat(rests).as("no rests without a network").isEmpty();
        assertThat(hub.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatNoProxyNamesIsAskedDirectly(What what) throws IOException {
        try (LoopbackProxy proxy = new LoopbackProxy(hub.port(), Optional.empty())) {
            for (String exempt : List.of("127.0.0.1", "127.0.0.0/8", "x.org, 127.0.0.1:" + hub.port(), "*")) {
                int before = hub.requests().size();
                fetched(what, Map.of("http_proxy", proxy.address(), "no_proxy", exempt));
                assertThat(hub.requests()).hasSizeGreaterThan(before);
                forget();
            }
            assertThat(proxy.requestLines()).isEmpty();
            fetched(what, Map.of("http_proxy", proxy.address(), "no_proxy", "127.0.0.1:1"));
            assertThat(proxy.requestLines()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBadProxyMattersOnlyWhereItIsNeeded(What what) {
        Map<String, String> environment = Map.of("http_proxy", "socks5://user:" + PASSWORD + "@x:1080");
        failing(what, environment).hasMessageContaining("http_proxy").hasMessageContaining("socks5://");
        fetched(what, Map.of("https_proxy", "socks5://x:1080"));
    }

    @ParameterizedTest
    @EnumSource
    void theTokenGoesToTheHubOnly(What what) throws IOException {
        try (LoopbackServer store = new LoopbackServer();
                LoopbackProxy proxy = new LoopbackProxy(store.port(), Optional.empty())) {
            store.file("/blob", CONTENT);
            // Another port is another origin; so is another name. Both are of the same machine here.
            for (String elsewhere : List.of(store.url() + "/blob?sig=%2Fa", "http://store.invalid/blob?sig=%2Fa")) {
                hub.redirect(what.path, "/renamed");
                hub.redirect("/renamed", elsewhere);
                fetched(what, Map.of("HF_TOKEN", TOKEN, "http_proxy", proxy.address(), "no_proxy", "127.0.0.1"));
                forget();
            }
            assertThat(store.requests())
                    .extracting(LoopbackServer.Request::address)
                    .containsExactly("/blob?sig=%2Fa", "/blob?sig=%2Fa");
            assertThat(store.requests())
                    .extracting(LoopbackServer.Request::authorization)
                    .containsOnlyNulls();
            assertThat(hub.requests("/renamed")).hasSize(2);
            assertThat(hub.requests()).allMatch(each -> ("Bearer " + TOKEN).equals(each.authorization()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void redirectsEnd(What what) {
        for (String to : List.of(what.path, "file:///etc/passwd", "http://[", "http:///x")) {
            hub.redirect(what.path, to);
            failing(what, Map.of()).hasMessageContaining("redirect");
        }
        hub.answer(what.path, 302, Map.of());
        failing(what, Map.of()).hasMessageContaining("a redirect to nowhere");
        assertThat(rests).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aConnectionThatBreaksIsTakenUpWhereItEnded(What what) {
        hub.dropAfterBytes = 70_000;
        hub.beforeDrop = this::awaitPart;
        fetched(what, Map.of());
        assertThat(hub.requests(what.path))
                .extracting(LoopbackServer.Request::range)
                .containsExactly(null, "bytes=70000-", "bytes=140000-");
        assertThat(rests).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource
    void aBusyServerIsAskedAgain(What what) {
        for (int status : List.of(429, 500, 503)) {
            hub.status = status;
            hub.statusTimes.set(2);
            fetched(what, Map.of());
            assertThat(hub.statusTimes).hasValue(0);
            assertThat(rests).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(4));
            rests.clear();
            forget();
        }
        hub.statusTimes.set(Integer.MAX_VALUE);
        failing(what, Map.of()).hasMessageContaining("HTTP 503");
        assertThat(rests).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void aRefusalSaysWhetherATokenWasGiven(What what) {
        for (int status : List.of(401, 403)) {
            hub.answer(what.path, status, Map.of());
            failing(what, Map.of()).hasMessageContaining("HTTP " + status).hasMessageContaining("no token given");
            failing(what, Map.of("HF_TOKEN", TOKEN))
                    .hasMessageContaining("HTTP " + status)
                    .hasMessageContaining("the token given (HF_TOKEN or the token file) has no access");
        }
        hub.answer(what.path, 403, Map.of("X-Error-Code", "GatedRepo"));
        failing(what, Map.of()).hasMessageContaining("gated, ask for access on its page");
        hub.answer(what.path, 401, Map.of("X-Error-Code", "RepoNotFound"));
        failing(what, Map.of()).hasMessageContaining("non-existent or private");
        assertThat(rests).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aFileThatIsNotThereIsSaid(What what) {
        hub.answer(what.path, 404, Map.of());
        failing(what, Map.of()).hasMessageContaining(hub.url());
        assertThat(rests).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anotherDigestIsRefusedAndNothingOfItIsLeft(What what) {
        serve(hub, "", "0".repeat(64));
        failing(what, Map.of()).hasMessageContaining("has the SHA-256 " + sha256() + " instead of 0000");
        assertThat(files()).noneMatch(each -> each.endsWith(".part") || each.endsWith(".json"));
    }

    @ParameterizedTest
    @EnumSource
    void offlineNothingIsAsked(What what) {
        failing(what, Map.of("HF_HUB_OFFLINE", "1")).hasMessageContaining("HF_HUB_OFFLINE");
        assertThat(hub.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aHubThatIsNotThereIsSaidAtOnce(What what) throws IOException {
        failing(what, Map.of("HF_ENDPOINT", "http://127.0.0.1:" + closedPort()))
                .hasMessageContaining("no connection to 127.0.0.1");
        failing(what, Map.of("HF_ENDPOINT", "http://hub.invalid")).hasMessageContaining("no connection to hub.invalid");
        assertThat(rests).isEmpty();
    }

    private void fetched(What what, Map<String, String> environment) {
        Path file = what.fetch(hub(environment), folder, out());
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(files()).noneMatch(each -> each.endsWith(".part") || each.contains("incomplete"));
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain(TOKEN, PASSWORD);
    }

    private AbstractThrowableAssert<?, ?> failing(What what, Map<String, String> environment) {
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

    /** What the client has not read yet would be lost with the connection. */
    private void awaitPart(int bytes) {
        long startNs = System.nanoTime();
        while (files().stream()
                .noneMatch(
                        each -> each.endsWith(".part") && Path.of(each).toFile().length() >= bytes)) {
            assertThat(System.nanoTime() - startNs)
                    .as("ns until %d bytes are there", bytes)
                    .isLessThan(30_000_000_000L);
            Thread.onSpinWait();
        }
    }

    private void forget() {
        files().forEach(each -> assertThat(Path.of(each).toFile().delete()).isTrue());
    }

    private List<String> files() {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(Path::toString).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of(); // a folder has gone meanwhile
        }
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static byte[] listing(String sha256) {
        return ("[{\"type\":\"file\",\"path\":\"train_0.jsonl\",\"size\":" + CONTENT.length + ",\"lfs\":{\"oid\":\""
                        + sha256 + "\"}}]")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(CONTENT));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
