package volley.cold;

import static org.assertj.core.api.Assertions.assertThat;
import static volley.config.ColdSettings.When.ALWAYS;
import static volley.config.ColdSettings.When.AUTO;
import static volley.config.ColdSettings.When.NEVER;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import volley.client.ApiKey;
import volley.client.ServerControl;
import volley.config.ApiFormat;
import volley.config.ColdSettings;

/** Servers that lie about their flush, in a time that passes only when somebody waits. */
class ColdStartTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final ColdSettings SETTINGS = new ColdSettings(true, Duration.ofSeconds(10), 16, AUTO, AUTO);

    private long seed;
    private final AtomicLong nowNs = new AtomicLong();
    private final Waiting waiting = new Waiting() {
        @Override
        public long nowNs() {
            return nowNs.get();
        }

        @Override
        public boolean pause(Duration length) {
            nowNs.addAndGet(length.toNanos());
            return true;
        }
    };

    private ColdStart.Begun begin(LyingServer server, LyingServer.Way way, ColdSettings settings, Asking asking) {
        ServerControl control = new ServerControl(way.backend, server.url(), ApiKey.NONE, Duration.ofSeconds(30));
        boolean saltable = way.backend.cacheSaltField(ApiFormat.OPENAI).isPresent();
        return new ColdStart(control, settings, saltable, asking, waiting, new Random(++seed)).begin(true, () -> false);
    }

    /** The eight of them and their kin: what the run is called with a salt that helps, with one that is not heeded, and why. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            HONEST          | proven     | proven     | 16 known prompts were computed anew
            SUCCESS_FALSE   | salted     | not proven | the flush was refused for 10 s: HTTP 200 {"success": false}
            YES_BUT_WARM    | salted     | not proven | 16 of 16 known prompts were still in the cache
            ONE_RANK_WARM   | salted     | not proven | known prompts were still in the cache
            STORAGE_WARM    | salted     | not proven | the storage tier: HTTP 400 storage backend cleared.
            STORAGE_CLEARED | proven     | proven     | 16 known prompts were computed anew
            NOT_FOUND       | salted     | not proven | HTTP 404 Not Found: vLLM has this route only when it is started with VLLM_SERVER_DEV_MODE=1
            BUSY_THEN_FREE  | proven     | proven     | 16 known prompts were computed anew
            TAKES_3_S       | proven     | proven     | 16 known prompts were computed anew
            ROUTER_OF_TWO   | salted     | not proven | known prompts were still in the cache
            ROUTER_206      | salted     | not proven | HTTP 206 Cache flush: 0 succeeded, 2 failed (http://10.0.0.7:1: HTTP 404 Not Found)
            """)
    void theRunSaysTheRightWord(LyingServer.Way way, String withSalt, String without, String reason) throws Exception {
        for (boolean heedsSalt : new boolean[] {true, false}) {
            nowNs.set(0);
            try (LyingServer server = new LyingServer(way, heedsSalt, true, nowNs::get)) {
                ColdStart.Begun begun = begin(server, way, SETTINGS, new Http(server));
                String word = heedsSalt ? withSalt : without;
                assertThat(begun.coldness().word().text())
                        .as(begun.coldness().text())
                        .isEqualTo(word);
                assertThat(begun.coldness().reason()).contains(reason);
                assertThat(begun.salt().isPresent()).isEqualTo(word.equals("salted"));
            }
        }
    }

    @Test
    void aSaltIsSentOnlyWhereItMayBe() throws Exception {
        LyingServer.Way way = LyingServer.Way.NOT_FOUND;
        try (LyingServer server = new LyingServer(way, true, true, nowNs::get)) {
            ColdSettings never = new ColdSettings(true, Duration.ZERO, 4, NEVER, AUTO);
            assertThat(begin(server, way, never, new Http(server)).coldness().isCold())
                    .isFalse();
            ColdSettings unflushed = new ColdSettings(false, Duration.ZERO, 4, AUTO, AUTO);
            assertThat(begin(server, way, unflushed, new Http(server))
                            .coldness()
                            .reason())
                    .isEqualTo("the cache was not flushed, as asked (flush-cache=false)");
            ColdSettings always = new ColdSettings(false, Duration.ZERO, 4, ALWAYS, AUTO);
            assertThat(begin(server, way, always, new Http(server)).coldness().word())
                    .isEqualTo(Coldness.Word.SALTED);
        }
    }

    /** Without counts it is the time that tells: here every uncached prompt takes 100, a cached one 10. */
    @Test
    void timesTellWhereCountsAreNotTold() throws Exception {
        for (LyingServer.Way way : new LyingServer.Way[] {LyingServer.Way.HONEST, LyingServer.Way.YES_BUT_WARM}) {
            try (LyingServer server = new LyingServer(way, false, true, nowNs::get)) {
                Asking timed = timed(server, 100, 10);
                Coldness coldness = begin(server, way, SETTINGS, timed).coldness();
                assertThat(coldness.isCold()).as(coldness.text()).isEqualTo(way == LyingServer.Way.HONEST);
            }
        }
    }

    @Test
    void timesThatOverlapProveNothing() throws Exception {
        LyingServer.Way way = LyingServer.Way.HONEST;
        try (LyingServer server = new LyingServer(way, false, true, nowNs::get)) {
            Coldness coldness =
                    begin(server, way, SETTINGS, timed(server, 100, 100)).coldness();
            assertThat(coldness.word()).isEqualTo(Coldness.Word.NOT_PROVEN);
            assertThat(coldness.reason()).contains("tells no cached tokens");
        }
    }

    /** Sixteen prompts, each twice before the flush and once behind it, and one under another salt. */
    @Test
    void aServerThatTellsIsAskedEveryPrompt() throws Exception {
        assertThat(asked(LyingServer.Way.HONEST, true, SETTINGS, Coldness.Word.PROVEN))
                .isEqualTo(49);
    }

    /** As those of SGLang do: the count comes with the first repetition. */
    @Test
    void aServerThatLeavesOutACountOfZeroIsAskedEveryPrompt() throws Exception {
        LyingServer.Way way = LyingServer.Way.HONEST;
        try (LyingServer server = new LyingServer(way, true, true, nowNs::get)) {
            Asking asking = new Http(server);
            AtomicInteger asked = new AtomicInteger();
            ColdStart.Begun begun = begin(server, way, SETTINGS, (prompt, salt) -> {
                asked.incrementAndGet();
                Asking.Answer answer = asking.ask(prompt, salt);
                return new Asking.Answer(
                        answer.error(),
                        answer.cachedTokens() == 0 ? Asking.NOT_TOLD : answer.cachedTokens(),
                        answer.elapsedNs());
            });
            assertThat(begun.coldness().word()).isEqualTo(Coldness.Word.PROVEN);
            assertThat(asked).hasValueBetween(49, 50);
        }
    }

    /** Its flush is refused, and no salt may be sent: nothing can come of the times. */
    @Test
    void aServerThatTellsNothingIsAskedNoFurtherWhereTheFlushIsRefused() throws Exception {
        ColdSettings unsalted = new ColdSettings(true, Duration.ZERO, 16, NEVER, AUTO);
        for (LyingServer.Way way : new LyingServer.Way[] {LyingServer.Way.NOT_FOUND, LyingServer.Way.SUCCESS_FALSE}) {
            assertThat(asked(way, false, unsalted, Coldness.Word.NOT_PROVEN)).isEqualTo(Canaries.ASKED_FOR_A_COUNT);
            assertThat(reason).contains("the flush was refused").doesNotContain("cached tokens");
        }
    }

    /** A repetition comes with the seventeenth prompt at the latest; it was as slow as the first askings. */
    @Test
    void noFurtherTimesAreAskedForOnceTheyProveNothing() throws Exception {
        LyingServer.Way way = LyingServer.Way.NOT_FOUND;
        try (LyingServer server = new LyingServer(way, true, false, nowNs::get)) {
            for (int i = 0; i < 20; i++) {
                server.bodies().clear();
                Coldness coldness =
                        begin(server, way, SETTINGS, new Http(server)).coldness();
                assertThat(coldness.reason()).contains("the flush was refused");
                assertThat(server.bodies())
                        .hasSizeBetween(Canaries.ASKED_FOR_A_COUNT + 2, Canaries.ASKED_FOR_A_COUNT + 17);
            }
        }
        asked(LyingServer.Way.HONEST, false, SETTINGS, Coldness.Word.NOT_PROVEN);
        assertThat(reason)
                .isEqualTo("the server says that it emptied its cache, but the server tells no cached tokens, and a"
                        + " prompt that is repeated is not answered faster beyond doubt");
    }

    /** Where no flush is had, times prove the salt. */
    @Test
    void timesThatTellProveASalt() throws Exception {
        LyingServer.Way way = LyingServer.Way.NOT_FOUND;
        try (LyingServer server = new LyingServer(way, true, true, nowNs::get)) {
            Coldness coldness =
                    begin(server, way, SETTINGS, timed(server, 100, 10)).coldness();
            assertThat(coldness.word()).as(coldness.text()).isEqualTo(Coldness.Word.SALTED);
        }
    }

    private String reason = "";

    /** How many prompts are asked before the run. */
    private int asked(LyingServer.Way way, boolean tells, ColdSettings settings, Coldness.Word word) throws Exception {
        nowNs.set(0);
        try (LyingServer server = new LyingServer(way, true, tells, nowNs::get)) {
            Coldness coldness = begin(server, way, settings, new Http(server)).coldness();
            assertThat(coldness.word()).as(coldness.text()).isEqualTo(word);
            reason = coldness.reason();
            return server.bodies().size();
        }
    }

    /** What the server counts as cached is hidden, and turned into a time. */
    private Asking timed(LyingServer server, long uncachedNs, long cachedNs) {
        Asking asking = new Http(server);
        return (prompt, salt) -> {
            Asking.Answer answer = asking.ask(prompt, salt);
            return new Asking.Answer(
                    answer.error(), Asking.NOT_TOLD, answer.cachedTokens() > 100 ? cachedNs : uncachedNs);
        };
    }

    @Test
    void theFirstRequestMayProveItWrong() {
        Coldness proven = Coldness.proven("p");
        assertThat(proven.afterFirstRequest(12, 12)).isEqualTo(proven);
        assertThat(proven.afterFirstRequest(Asking.NOT_TOLD, 12)).isEqualTo(proven);
        assertThat(proven.afterFirstRequest(13, 12).isCold()).isFalse();
        Coldness salted = Coldness.salted("s");
        assertThat(proven.and(salted)).isEqualTo(salted);
        assertThat(salted.and(proven)).isEqualTo(salted);
    }

    /** Plain requests of one chat message. */
    private record Http(LyingServer server, HttpClient client) implements Asking {
        Http(LyingServer server) {
            this(server, HttpClient.newHttpClient());
        }

        @Override
        public Answer ask(String prompt, Optional<String> salt) {
            ObjectNode body = JSON.createObjectNode().put("max_tokens", 4);
            body.putArray("messages").addObject().put("role", "user").put("content", prompt);
            salt.ifPresent(value -> body.put("cache_salt", value));
            try {
                JsonNode answer = JSON.readTree(client.send(
                                HttpRequest.newBuilder(server.url().resolve("/v1/chat/completions"))
                                        .POST(BodyPublishers.ofString(body.toString()))
                                        .build(),
                                BodyHandlers.ofString())
                        .body());
                return new Answer(
                        Optional.empty(),
                        answer.at("/usage/prompt_tokens_details/cached_tokens").asInt(NOT_TOLD),
                        1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
