package volley.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import volley.tokenizer.FakeHub.Answer;
import volley.tokenizer.FakeHub.Request;

/** Fetching by id, against a server on loopback. */
final class HubCacheTest {
    private static final String ID = "org/model";
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    private static final String SECRET = "hf_secret";
    private static final Map<String, String> OF_COMMIT = Map.of("X-Repo-Commit", COMMIT);

    @TempDir
    Path home;

    private FakeHub hub;
    private Path repository;

    @BeforeEach
    void start() throws IOException {
        hub = new FakeHub();
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
                .extracting(Request::path)
                .containsExactly(
                        path("main", "tokenizer_config.json"),
                        path(COMMIT, "chat_template.jinja"),
                        path(COMMIT, "tokenizer.json"));
    }

    @Test
    void usesWhatIsCachedWithoutNetwork() throws IOException {
        fetchOnce();
        int requests = hub.requests().size();
        HubAccess access = access(Map.of());
        hub.close();
        assertThat(new HubCache(access).folder(ID)).isEqualTo(repository.resolve("snapshots/" + COMMIT));
        assertThat(new HubCache(access(Map.of("HF_HUB_OFFLINE", "1"))).folder(ID))
                .isNotEmptyDirectory();
        assertThat(hub.requests()).hasSize(requests);
    }

    @Test
    void completesACacheThatHasTheVocabularyOnly() throws IOException {
        fetchOnce();
        Path config = repository.resolve("snapshots/" + COMMIT + "/tokenizer_config.json");
        Files.delete(config);
        assertThat(new HubCache(access(Map.of("HF_HUB_OFFLINE", "1"))).folder(ID))
                .isNotEmptyDirectory();
        new HubCache(access(Map.of())).folder(ID);
        assertThat(config).exists();
    }

    @Test
    void worksWithAMirrorThatNamesNoCommit() throws IOException {
        hub.answer(path("main", "tokenizer.json"), Answer.of(200, bundled("tokenizer.json"), Map.of()));
        Path folder = new HubCache(access(Map.of())).folder(ID);
        assertThat(folder).isEqualTo(repository.resolve("snapshots/main"));
        assertThat(new HubCache(access(Map.of("HF_HUB_OFFLINE", "1"))).folder(ID))
                .isEqualTo(folder);
    }

    @Test
    void takesNoPathFromTheServer() throws IOException {
        hub.answer(
                path("main", "tokenizer.json"),
                Answer.of(200, bundled("tokenizer.json"), Map.of("X-Repo-Commit", "../../../../outside")));
        assertThat(new HubCache(access(Map.of())).folder(ID)).isEqualTo(repository.resolve("snapshots/main"));
    }

    @Test
    void sendsTheTokenToTheEndpointOnly() throws IOException {
        try (FakeHub store = new FakeHub()) {
            store.answer("/blob", Answer.of(200, bundled("tokenizer.json"), Map.of("X-Repo-Commit", "f".repeat(40))));
            serve("main", "tokenizer_config.json", bundled("tokenizer_config.json"));
            // Renamed repository: a redirect within the endpoint. Large file: a redirect to another host.
            hub.answer(path(COMMIT, "tokenizer.json"), Answer.of(307, new byte[0], Map.of("Location", "/renamed?x=1")));
            hub.answer(
                    "/renamed", Answer.of(302, new byte[0], Map.of("Location", store.url() + "/blob?signature=abc")));
            Path folder = new HubCache(access(Map.of("HF_TOKEN", SECRET))).folder(ID);
            assertThat(folder).isEqualTo(repository.resolve("snapshots/" + COMMIT));
            assertThat(hub.requests()).hasSize(4).allMatch(request -> ("Bearer " + SECRET)
                    .equals(request.authorization()));
            assertThat(store.requests()).containsExactly(new Request("/blob", null));
        }
    }

    @Test
    void namesTheTokenWhenAccessIsRefused() {
        for (int status : new int[] {401, 403}) {
            hub.answer(path("main", "tokenizer_config.json"), Answer.of(status, new byte[0], Map.of()));
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
        hub.answer(path("main", "tokenizer.json"), Answer.of(503, new byte[0], Map.of()));
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
        hub.answer(path, Answer.of(302, new byte[0], Map.of("Location", path)));
        refused(Map.of()).hasMessageContaining("redirects");
        hub.answer(path, Answer.of(302, new byte[0], Map.of("Location", "file:///etc/passwd")));
        refused(Map.of()).hasMessageContaining("redirect");
        hub.answer(path, Answer.of(302, new byte[0], Map.of()));
        refused(Map.of()).hasMessageContaining("redirect");
    }

    @Test
    void leavesNothingHalfWritten() throws IOException {
        serve("main", "tokenizer_config.json", bundled("tokenizer_config.json"));
        byte[] whole = bundled("tokenizer.json");
        byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);
        hub.answer(path(COMMIT, "tokenizer.json"), new Answer(200, half, whole.length, OF_COMMIT));
        refused(Map.of()).hasMessageContaining("cannot be fetched");
        assertThat(names(repository)).isEmpty();
        // And the next attempt succeeds.
        serve(COMMIT, "tokenizer.json", whole);
        assertThat(new HubCache(access(Map.of())).folder(ID).resolve("tokenizer.json"))
                .hasBinaryContent(whole);
    }

    @Test
    void saysWhenTheCacheCannotBeWritten() throws IOException {
        Path file = Files.writeString(home.resolve("file"), "");
        assertThatThrownBy(() -> new HubCache(access(Map.of("HF_HOME", file.toString()))).folder(ID))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("HF_HOME");
    }

    private AbstractThrowableAssert<?, ?> refused(Map<String, String> environment) {
        HubAccess access = access(environment);
        return assertThatThrownBy(() -> Tokenizers.load(ID, access))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(ID)
                .hasMessageContaining("-Dvolley.tokenizer=data/tokenizer")
                .hasMessageNotContaining(SECRET)
                .hasMessageNotContaining("\n");
    }

    private void fetchOnce() throws IOException {
        serve("main", "tokenizer_config.json", bundled("tokenizer_config.json"));
        serve(COMMIT, "tokenizer.json", bundled("tokenizer.json"));
        new HubCache(access(Map.of())).folder(ID);
    }

    private void serve(String revision, String file, byte[] body) {
        hub.answer(path(revision, file), Answer.of(200, body, OF_COMMIT));
    }

    private HubAccess access(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("HF_ENDPOINT", hub.url());
        return HubAccess.from(all, home);
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
