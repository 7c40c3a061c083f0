package volley.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What the hub's files do on disk, and what is kept of secrets. */
class HubTest {
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final byte[] CONTENT = "some bytes".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final List<Duration> rests = new ArrayList<>();
    private LoopbackServer server;

    @BeforeEach
    void start() throws IOException {
        server = new LoopbackServer();
        server.file("/file", CONTENT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theFilesOfAListAreOfItsCommit() throws IOException {
        byte[] list = "[{\"type\":\"file\",\"path\":\"a b#c%20.json\",\"size\":10}]".getBytes(StandardCharsets.UTF_8);
        server.file("/api/datasets/o/n/tree/main", list, Map.of("X-Repo-Commit", COMMIT));
        server.file("/datasets/o/n/resolve/" + COMMIT + "/a b#c%20.json", CONTENT);
        Hub hub = hub(Map.of());
        List<RemoteFile> files = hub.files(HubRepository.dataset("o/n"), path -> true);
        assertThat(files)
                .containsExactly(new RemoteFile(
                        "a b#c%20.json",
                        URI.create(server.url() + "/datasets/o/n/resolve/" + COMMIT + "/a%20b%23c%2520.json"),
                        OptionalLong.of(10),
                        Optional.empty()));
        hub.fetch(files.get(0), folder.resolve("x"), has -> {});
        assertThat(folder.resolve("x")).hasBinaryContent(CONTENT);
        assertThat(hub.files(HubRepository.dataset("o/n"), path -> false)).isEmpty();
    }

    @Test
    void aListThatIsNoneIsRefused() {
        for (String list : List.of("{}", "<html>", "[")) {
            server.file("/api/models/o/n/tree/main", list.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> hub(Map.of()).files(HubRepository.model("o/n"), path -> true))
                    .isInstanceOf(FetchFailure.class)
                    .hasMessage("cannot be fetched from " + server.url() + " (no list of files)");
        }
    }

    @Test
    void aFullDiskIsSaidAtOnce() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).as("a device that is always full").exists();
        Files.createSymbolicLink(folder.resolve("x.part"), full);
        assertThatThrownBy(() -> fetch(hub(Map.of())))
                .isInstanceOfSatisfying(FetchFailure.class, failure -> assertThat(failure.kind())
                        .isEqualTo(FetchFailure.Kind.LOCAL))
                .hasMessageContaining(
                        "cannot be written to " + folder.resolve("x.part") + " (No space left on device)");
        assertThat(rests).isEmpty();
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    void aFolderThatIsAFileIsSaid() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> hub(Map.of()).fetch(remote(), file.resolve("x"), has -> {}))
                .hasMessageContaining("cannot be written to");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void oneAtATimeWritesAFile() throws IOException {
        try (PartFile other = PartFile.of(folder.resolve("x"))) {
            other.append(CONTENT, 4);
            assertThatThrownBy(() -> fetch(hub(Map.of())))
                    .isInstanceOf(FetchFailure.class)
                    .hasMessageContaining("is being fetched by another process");
            assertThat(other.sizeBytes()).isEqualTo(4);
        }
        assertThat(server.requests()).isEmpty();
        fetch(hub(Map.of()));
        assertThat(folder.resolve("x")).hasBinaryContent(CONTENT);
        assertThat(server.requests()).extracting(LoopbackServer.Request::range).containsExactly("bytes=4-");
    }

    @Test
    void aFileLongerThanListedIsRefusedAndNothingOfItIsLeft() throws IOException {
        RemoteFile shorter = new RemoteFile("file", remote().address(), OptionalLong.of(5), Optional.empty());
        assertThatThrownBy(() -> hub(Map.of()).fetch(shorter, folder.resolve("x"), has -> {}))
                .hasMessageContaining("more than the 5 bytes");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void nothingIsLeftOfWhatWasRefused() {
        server.answer("/file", 404, Map.of());
        assertThatThrownBy(() -> fetch(hub(Map.of())))
                .hasMessage("cannot be fetched from " + server.url() + " (HTTP 404)");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void anEmptyFileIsAFile() throws IOException {
        server.file("/file", new byte[0]);
        fetch(hub(Map.of()));
        assertThat(folder.resolve("x")).isEmptyFile();
    }

    @Test
    void aPausedDownloadEndsWhenItIsInterrupted() {
        server.status = 503;
        Hub hub = Hub.from(environment(Map.of()), folder, time -> {
            throw new InterruptedException();
        });
        assertThatThrownBy(() -> fetch(hub)).hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** Also for somebody who wants to see all that the HTTP client logs. */
    @Test
    void secretsAreNotLogged() throws IOException {
        Logger client = (Logger) LoggerFactory.getLogger("org.apache.hc");
        Level before = client.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        client.addAppender(log);
        client.setAdditive(false);
        client.setLevel(Level.TRACE);
        try (LoopbackProxy proxy = new LoopbackProxy(server.port(), Optional.of("user:hunter2"))) {
            Map<String, String> environment =
                    Map.of("HF_TOKEN", "hf_secret", "http_proxy", "http://user:hunter2@" + proxy.address());
            fetch(hub(environment));
            assertThat(hub(environment).toString()).doesNotContain("hf_secret", "hunter2");
        } finally {
            client.setLevel(before);
            client.setAdditive(true);
            client.detachAppender(log);
        }
        assertThat(server.requests())
                .extracting(LoopbackServer.Request::authorization)
                .containsExactly("Bearer hf_secret");
        assertThat(log.list).isNotEmpty();
        String encoded = Base64.getEncoder().encodeToString("user:hunter2".getBytes(StandardCharsets.UTF_8));
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .noneMatch(line -> line.contains("hf_secret") || line.contains("hunter2") || line.contains(encoded));
    }

    private FetchedFile fetch(Hub hub) throws FetchFailure {
        return hub.fetch(remote(), folder.resolve("x"), has -> {});
    }

    private RemoteFile remote() {
        return new RemoteFile("file", URI.create(server.url() + "/file"), OptionalLong.empty(), Optional.empty());
    }

    private Hub hub(Map<String, String> environment) {
        return Hub.from(environment(environment), folder, rests::add);
    }

    private Map<String, String> environment(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of("HF_ENDPOINT", server.url()));
        all.putAll(given);
        return all;
    }
}
