package volley.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import volley.hub.LoopbackServer;

/** The hub behaves alike for a dataset and for a tokenizer: the same cases through both, against servers on loopback. */
class BothPathsTest extends BothPaths {
    @ParameterizedTest
    @EnumSource
    void anEndpointMayHaveAPortAndAPath(What what) {
        serve(hub, "/mirror/hf", sha256());
        fetched(what, Map.of("HF_ENDPOINT", hub.url() + "/mirror/hf/"));
        assertThat(hub.requests()).allMatch(each -> each.address().startsWith("/mirror/hf/"));
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
}
