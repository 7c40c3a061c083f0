package volley.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.hub.Hub;
import volley.hub.LoopbackServer;

/** Against a hub and a file server on loopback that drop connections. */
class DownloadsTest {
    private static final String ULTRACHAT = "/api/datasets/stingning/ultrachat/tree/main";
    private static final String FILES = "/datasets/stingning/ultrachat/resolve/main/";
    private static final String SECRET = "hf_secret";

    @TempDir
    Path folder;

    private final List<Duration> rests = new ArrayList<>();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final byte[] content = new byte[300_000];
    private LoopbackServer hub;
    private LoopbackServer cdn;

    @BeforeEach
    void start() throws IOException {
        new Random(11).nextBytes(content);
        hub = new LoopbackServer();
        cdn = new LoopbackServer();
        hub.file(ULTRACHAT, listing(content.length, sha256(content)));
        hub.redirect(FILES + "train_0.jsonl", cdn.url() + "/blob");
        cdn.file("/blob", content);
    }

    @AfterEach
    void stop() {
        hub.close();
        cdn.close();
    }

    @Test
    void aConnectionThatBreaksIsTakenUpWhereItEnded() throws IOException {
        cdn.dropAfterBytes = 70_000;
        // What the client has not read yet would be lost with the connection.
        cdn.beforeDrop = this::awaitPart;
        fetch("ultragpt");
        assertThat(downloaded()).hasBinaryContent(content);
        assertThat(cdn.requests("/blob"))
                .extracting(LoopbackServer.Request::range)
                .containsExactly(null, "bytes=70000-", "bytes=140000-", "bytes=210000-", "bytes=280000-");
        assertThat(rests).as("no rest grows while there is progress").hasSize(4).containsOnly(Duration.ofSeconds(1));
        assertThat(folder.resolve("ultrachat/SHA256SUMS")).hasContent(sha256(content) + "  train_0.jsonl");
        assertThat(folder.resolve("ultrachat/train_0.jsonl.part")).doesNotExist();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("SHA-256 " + sha256(content) + " as it should be");
    }

    private void awaitPart(int bytes) {
        Path part = folder.resolve("ultrachat/train_0.jsonl.part");
        long startNs = System.nanoTime();
        while (part.toFile().length() < bytes) {
            assertThat(System.nanoTime() - startNs)
                    .as("ns until %d bytes are there", bytes)
                    .isLessThan(30_000_000_000L);
            Thread.onSpinWait();
        }
    }

    @Test
    void whatAnEarlierCallLeftIsContinuedAndWhatIsWholeIsLeftAlone() throws IOException {
        Files.createDirectories(folder.resolve("ultrachat"));
        Files.write(folder.resolve("ultrachat/train_0.jsonl.part"), Arrays.copyOf(content, 123_456));
        fetch("ultrachat");
        assertThat(downloaded()).hasBinaryContent(content);
        assertThat(cdn.requests("/blob"))
                .extracting(LoopbackServer.Request::range)
                .containsExactly("bytes=123456-");
        fetch("ultrachat");
        assertThat(cdn.requests("/blob")).hasSize(1);
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("train_0.jsonl is there");
    }

    @Test
    void aServerWithoutRangesStartsAgain() throws IOException {
        cdn.knowsRanges = false;
        Files.createDirectories(folder.resolve("ultrachat"));
        Files.write(folder.resolve("ultrachat/train_0.jsonl.part"), new byte[5_000]);
        fetch("ultrachat");
        assertThat(downloaded()).hasBinaryContent(content);
    }

    @Test
    void aPartThatIsTooLongStartsAgain() throws IOException {
        Files.createDirectories(folder.resolve("ultrachat"));
        Files.write(folder.resolve("ultrachat/train_0.jsonl.part"), new byte[content.length + 1]);
        fetch("ultrachat");
        assertThat(downloaded()).hasBinaryContent(content);
    }

    @Test
    void anotherDigestIsRefusedAndNothingOfItIsLeft() throws IOException {
        byte[] other = content.clone();
        other[7]++;
        cdn.file("/blob", other);
        failing("ultrachat")
                .hasMessageContaining("has the SHA-256 " + sha256(other))
                .hasMessageContaining(sha256(content));
        assertThat(downloaded()).doesNotExist();
        assertThat(folder.resolve("ultrachat/train_0.jsonl.part")).doesNotExist();
    }

    @Test
    void theDigestKnownToVolleyWinsOverTheHubs() {
        byte[] forged = "forged".getBytes(StandardCharsets.UTF_8);
        String path = "ShareGPT_V3_unfiltered_cleaned_split.json";
        String repository = "anon8231489123/ShareGPT_Vicuna_unfiltered";
        hub.file(
                "/api/datasets/" + repository + "/tree/main",
                ("[" + entry(path, forged.length, sha256(forged)) + "]").getBytes(StandardCharsets.UTF_8));
        hub.file("/datasets/" + repository + "/resolve/main/" + path, forged);
        failing("sharegpt").hasMessageContaining("35f0e213ce091ed9b9af2a1f0755e9d39f9ccec34ab281cd4ca60d70f6479ba4");
    }

    @Test
    void withoutADigestTheFoundOneIsRecorded() throws IOException {
        hub.file(ULTRACHAT, listing(content.length, null));
        fetch("ultrachat");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("none known to compare");
        assertThat(folder.resolve("ultrachat/SHA256SUMS")).hasContent(sha256(content) + "  train_0.jsonl");
    }

    @Test
    void withoutProgressItGivesUpAndKeepsWhatIsThere() {
        cdn.dropAfterBytes = 0;
        failing("ultrachat").hasMessageContaining("start it again to go on where it ended");
        assertThat(rests).containsExactly(seconds(2), seconds(4), seconds(8), seconds(16));
    }

    @Test
    void aRefusalIsNotTriedAgain() {
        cdn.status = 403;
        failing("ultrachat").hasMessageContaining("HTTP 403").hasMessageContaining("HF_TOKEN");
        assertThat(cdn.requests("/blob")).hasSize(1);
    }

    @Test
    void theTokenGoesToTheHubOnly() throws IOException {
        fetch("ultrachat", Map.of("HF_TOKEN", SECRET));
        assertThat(hub.requests())
                .isNotEmpty()
                .extracting(LoopbackServer.Request::authorization)
                .containsOnly("Bearer " + SECRET);
        assertThat(cdn.requests("/blob"))
                .extracting(LoopbackServer.Request::authorization)
                .containsOnlyNulls();
        assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain(SECRET);
    }

    @Test
    void aProxyIsUsedButForHostsExemptFromIt() throws IOException {
        LoopbackServer proxy = hub;
        // the proxy answers for a hub whose name nobody resolves
        Map<String, String> environment = new HashMap<>(Map.of(
                "HF_ENDPOINT", "http://hub.invalid",
                "http_proxy", proxy.url(),
                "NO_PROXY", "localhost, 127.0.0.1"));
        fetch("ultrachat", environment);
        assertThat(downloaded()).hasBinaryContent(content);
        assertThat(proxy.requests().get(0).address()).startsWith("http://hub.invalid/api/datasets/");
        assertThat(cdn.requests("/blob"))
                .extracting(LoopbackServer.Request::address)
                .containsExactly("/blob");
    }

    @Test
    void offlineIsSaidInOneLine() throws IOException {
        int closedPort;
        try (ServerSocket socket = new ServerSocket(0)) {
            closedPort = socket.getLocalPort();
        }
        failing("ultrachat", Map.of("HF_ENDPOINT", "http://127.0.0.1:" + closedPort))
                .hasMessageContaining("no connection")
                .hasMessageContaining("HF_ENDPOINT")
                .hasMessageNotContaining("\n");
        failing("ultrachat", Map.of("HF_ENDPOINT", "http://hub.invalid")).hasMessageContaining("no connection");
        failing("ultrachat", Map.of("HF_HUB_OFFLINE", "1")).hasMessageContaining("HF_HUB_OFFLINE is set");
        hub.status = 500;
        failing("ultrachat").hasMessageContaining("HTTP 500");
    }

    @Test
    void archivesAreUnpackedBesideThemselves() throws IOException {
        byte[] zip = zip(Map.of("NExTVideo/1.mp4", "one", "NExTVideo/2.mp4", "two"));
        nextqa(zip);
        fetch("nextqa");
        assertThat(folder.resolve("nextqa/NExTVideo/1.mp4")).hasContent("one");
        assertThat(folder.resolve("nextqa/NExTVideo/2.mp4")).hasContent("two");
        assertThat(folder.resolve("nextqa/OE/test.parquet")).hasContent("rows");
    }

    @Test
    void anArchiveThatCannotBeUnpackedSaysWhetherItIsDamaged() throws IOException {
        byte[] zip = zip(Map.of("NExTVideo/1.mp4", "one".repeat(1_000)));
        Files.createDirectories(folder.resolve("nextqa"));
        Path inTheWay = Files.createFile(folder.resolve("nextqa/NExTVideo"));
        nextqa(zip);
        failing("nextqa").hasMessageContaining("beside itself").hasMessageNotContaining("download it again");
        Files.delete(inTheWay);
        Arrays.fill(zip, 50, 60, (byte) 0xff);
        nextqa(zip);
        failing("nextqa").hasMessageContaining("remove it and download it again");
        assertThat(folder.resolve("nextqa/NExTVideo")).isEmptyDirectory();
    }

    @Test
    void anArchiveThatReachesOutOfItsFolderIsRefused() throws IOException {
        nextqa(zip(Map.of("../outside.mp4", "evil")));
        failing("nextqa").hasMessageContaining("../outside.mp4").hasMessageContaining("outside of its folder");
        assertThat(folder.resolve("outside.mp4")).doesNotExist();
    }

    @Test
    void unknownNamesAreRefusedWithThoseThereAre() {
        failing("shareGPT").hasMessageContaining("sharegpt, ultrachat, loogle, nextqa, ultragpt, all");
        assertThat(PublicDataset.named("all")).containsExactly(PublicDataset.values());
    }

    private void nextqa(byte[] zip) {
        byte[] rows = "rows".getBytes(StandardCharsets.UTF_8);
        hub.file(
                "/api/datasets/lmms-lab/NExTQA/tree/main",
                ("[" + entry("OE/test.parquet", rows.length, null) + "," + entry("videos.zip", zip.length, sha256(zip))
                                + "," + entry("README.md", 3, null)
                                + ",{\"type\":\"directory\",\"path\":\"OE\",\"size\":0}]")
                        .getBytes(StandardCharsets.UTF_8));
        hub.file("/datasets/lmms-lab/NExTQA/resolve/main/OE/test.parquet", rows);
        hub.file("/datasets/lmms-lab/NExTQA/resolve/main/videos.zip", zip);
    }

    private Path downloaded() {
        return folder.resolve("ultrachat/train_0.jsonl");
    }

    private void fetch(String name) {
        fetch(name, Map.of());
    }

    private void fetch(String name, Map<String, String> environment) {
        Map<String, String> variables = new HashMap<>(Map.of("HF_ENDPOINT", hub.url()));
        variables.putAll(environment);
        new Downloads(
                        folder,
                        Hub.from(variables, folder, rests::add),
                        false,
                        new PrintStream(printed, true, StandardCharsets.UTF_8))
                .fetch(name);
    }

    private AbstractThrowableAssert<?, ?> failing(String name) {
        return failing(name, Map.of());
    }

    private AbstractThrowableAssert<?, ?> failing(String name, Map<String, String> environment) {
        return assertThatThrownBy(() -> fetch(name, environment)).isInstanceOf(BadInputException.class);
    }

    private static byte[] listing(int sizeBytes, String sha256) {
        return ("[" + entry("train_0.jsonl", sizeBytes, sha256) + "]").getBytes(StandardCharsets.UTF_8);
    }

    private static String entry(String path, int sizeBytes, String sha256) {
        return "{\"type\":\"file\",\"path\":\"" + path + "\",\"size\":" + sizeBytes + ",\"oid\":\"git-blob\""
                + (sha256 == null ? "" : ",\"lfs\":{\"oid\":\"" + sha256 + "\",\"size\":" + sizeBytes + "}") + "}";
    }

    private static byte[] zip(Map<String, String> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
