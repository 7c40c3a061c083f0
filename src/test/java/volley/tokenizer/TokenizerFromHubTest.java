package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.config.BadInputException;
import volley.hub.FetchFailure;
import volley.hub.Hub;
import volley.hub.HubRepository;
import volley.hub.LoopbackServer;
import volley.hub.LoopbackServer.Request;

/** Fetching by id, against a server on loopback. */
final class TokenizerFromHubTest {
    private static final String ID = "org/model";
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String SECRET = "hf_secret";
    private static final Map<String, String> OF_COMMIT = Map.of("X-Repo-Commit", COMMIT);

    @TempDir
    Path home;

    private final List<Duration> rests = new ArrayList<>();
    private LoopbackServer hub;
    private Path repository;

    @BeforeEach
    void start() throws IOException {
        hub = new LoopbackServer();
        repository = home.resolve(".cache/huggingface/hub/models--org--model");
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void fetchesAllFilesOfOneCommitIntoTheCacheLayout() throws IOException {
        serve("main", "tokenizer_config.json", bundled("tokenizer_config.json"));
        serve(COMMIT, "tokenizer.json", bundled("tokenizer.json"));
        try (Tokenizer tokenizer = Tokenizers.load(ID, access(Map.of()))) {
            assertThat(tokenizer.name()).isEqualTo(ID);
            assertThat(tokenizer.decode(tokenizer.encode("Hello"))).isEqualTo("Hello");
            assertThat(tokenizer.chatTemplate()).isPresent();
        }
        Path snapshot = repository.resolve("snapshots").resolve(COMMIT);
        assertThat(names(snapshot)).containsExactly("tokenizer.json", "tokenizer_config.json");
        assertThat(snapshot.resolve("tokenizer.json")).hasBinaryContent(bundled("tokenizer.json"));
        assertThat(repository.resolve("refs/main")).hasContent(COMMIT);
        assertThat(names(repository)).containsExactly("refs", "snapshots");
        assertThat(hub.requests())
                .extracting(Request::address)
                .containsExactly(
                        path("main", "tokenizer_config.json"),
                        path(COMMIT, "chat_template.jinja"),
                        path(COMMIT, "tokenizer.json"));
    }

    @Test
    void usesWhatIsCachedWithoutNetwork() throws IOException {
        fetchOnce();
        int requests = hub.requests().size();
        Hub access = access(Map.of());
        hub.close();
        assertThat(snapshot(access)).isEqualTo(repository.resolve("snapshots/" + COMMIT));
        assertThat(folder(Map.of("HF_HUB_OFFLINE", "1"))).isNotEmptyDirectory();
        assertThat(hub.requests()).hasSize(requests);
    }

    @Test
    void completesACacheThatHasTheVocabularyOnly() throws IOException {
        fetchOnce();
        Path config = repository.resolve("snapshots/" + COMMIT + "/tokenizer_config.json");
        Files.delete(config);
        assertThat(folder(Map.of("HF_HUB_OFFLINE", "1"))).isNotEmptyDirectory();
        folder(Map.of());
        assertThat(config).exists();
    }

    @Test
    void worksWithAMirrorThatNamesNoCommit() throws IOException {
        hub.file(path("main", "tokenizer.json"), bundled("tokenizer.json"), Map.of());
        Path folder = folder(Map.of());
        assertThat(folder).isEqualTo(repository.resolve("snapshots/main"));
        assertThat(folder(Map.of("HF_HUB_OFFLINE", "1"))).isEqualTo(folder);
    }

    @Test
    void takesNoPathFromTheServer() throws IOException {
        hub.file(
                path("main", "tokenizer.json"),
                bundled("tokenizer.json"),
                Map.of("X-Repo-Commit", "../../../../outside"));
        assertThat(folder(Map.of())).isEqualTo(repository.resolve("snapshots/main"));
    }

    @Test
    void sendsTheTokenToTheEndpointOnly() throws IOException {
        try (LoopbackServer store = new LoopbackServer()) {
            store.file("/blob", bundled("tokenizer.json"), Map.of("X-Repo-Commit", "f".repeat(40)));
            serve("main", "tokenizer_config.json", bundled("tokenizer_config.json"));
            // Renamed repository: a redirect within the endpoint. Large file: a redirect to another host.
            hub.answer(path(COMMIT, "tokenizer.json"), 307, Map.of("Location", "/renamed?x=1"));
            hub.redirect("/renamed", store.url() + "/blob?signature=abc");
            Path folder = folder(Map.of("HF_TOKEN", SECRET));
            assertThat(folder).isEqualTo(repository.resolve("snapshots/" + COMMIT));
            assertThat(hub.requests()).hasSize(4).allMatch(request -> ("Bearer " + SECRET)
                    .equals(request.authorization()));
            assertThat(store.requests()).containsExactly(new Request("/blob?signature=abc", null, null));
        }
    }

    @Test
    void namesTheTokenWhenAccessIsRefused() {
        for (int status : new int[] {401, 403}) {
            hub.answer(path("main", "tokenizer_config.json"), status, Map.of());
            refused(Map.of()).hasMessageContaining("HTTP " + status).hasMessageContaining("no token given (HF_TOKEN)");
            refused(Map.of("HF_TOKEN", SECRET)).hasMessageContaining("HF_TOKEN").hasMessageContaining("no access");
        }
    }

    @Test
    void saysWhatDoesNotExist() {
        refused(Map.of()).hasMessageContaining("does not exist").hasMessageContaining(hub.url());
    }

    @Test
    void saysWhenTheServerFails() {
        hub.answer(path("main", "tokenizer.json"), 503, Map.of());
        refused(Map.of()).hasMessageContaining("HTTP 503").hasMessageContaining("tokenizer.json");
    }

    @Test
    void saysWhenThereIsNoConnection() {
        hub.close();
        refused(Map.of("HF_TOKEN", SECRET)).hasMessageContaining("no connection");
    }

    @Test
    void saysWhenItMustNotAsk() {
        refused(Map.of("HF_HUB_OFFLINE", "1")).hasMessageContaining("HF_HUB_OFFLINE");
        assertThat(hub.requests()).isEmpty();
        assertThat(repository).doesNotExist();
    }

    @Test
    void doesNotFollowRedirectsForEver() {
        String path = path("main", "tokenizer_config.json");
        hub.answer(path, 302, Map.of("Location", path));
        refused(Map.of()).hasMessageContaining("redirects");
        hub.answer(path, 302, Map.of("Location", "file:///etc/passwd"));
        refused(Map.of()).hasMessageContaining("redirect");
        hub.answer(path, 302, Map.of());
        refused(Map.of()).hasMessageContaining("redirect");
    }

    @Test
    void leavesNothingHalfWritten() throws IOException {
        serve("main", "tokenizer_config.json", bundled("tokenizer_config.json"));
        byte[] whole = bundled("tokenizer.json");
        serve(COMMIT, "tokenizer.json", whole);
        hub.knowsRanges = false;
        hub.dropAfterBytes = whole.length / 2;
        refused(Map.of()).hasMessageContaining("cannot be fetched");
        assertThat(names(repository)).isEmpty();
        // And the next attempt succeeds.
        hub.dropAfterBytes = Integer.MAX_VALUE;
        assertThat(folder(Map.of()).resolve("tokenizer.json")).hasBinaryContent(whole);
    }

    @Test
    void saysWhenTheCacheCannotBeWritten() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");
        assertThatThrownBy(() -> folder(Map.of("HF_HOME", file.toString())))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("HF_HOME");
    }

    private AbstractThrowableAssert<?, ?> refused(Map<String, String> environment) {
        Hub access = access(environment);
        return assertThatThrownBy(() -> Tokenizers.load(ID, access))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining("-Dvolley.tokenizer=data/tokenizer")
                .hasMessageNotContaining(SECRET)
                .hasMessageNotContaining("\n");
    }

    private Path folder(Map<String, String> environment) throws FetchFailure {
        return snapshot(access(environment));
    }

    private static Path snapshot(Hub hub) throws FetchFailure {
        return hub.snapshot(
                HubRepository.model(ID), "tokenizer.json", List.of("tokenizer_config.json", "chat_template.jinja"));
    }

    private void fetchOnce() throws IOException {
        serve("main", "tokenizer_config.json", bundled("tokenizer_config.json"));
        serve(COMMIT, "tokenizer.json", bundled("tokenizer.json"));
        folder(Map.of());
    }

    private void serve(String revision, String file, byte[] body) {
        hub.file(path(revision, file), body, OF_COMMIT);
    }

    private Hub access(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("HF_ENDPOINT", hub.url());
        return Hub.from(all, home, rests::add);
    }

    private static String path(String revision, String file) {
        return "/" + ID + "/resolve/" + revision + "/" + file;
    }

    private static byte[] bundled(String file) throws IOException {
        return Files.readAllBytes(Path.of("data/tokenizer").resolve(file));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
