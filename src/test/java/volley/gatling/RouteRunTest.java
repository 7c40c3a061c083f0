package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import volley.hub.LoopbackProxy;
import volley.network.ChatOverTls;
import volley.network.TestCertificates;
import volley.network.TestCertificates.Identity;

/** The load goes the way that the user named: certificates, proxy, headers of conversations. */
class RouteRunTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String PASSWORD = "secret-of-the-proxy";
    private static final String DATASET =
            """
            [{"id":"a","conversations":[
               {"from":"human","value":"Which river is longest?"},{"from":"gpt","value":"The Nile, by most counts."},
               {"from":"human","value":"And the second?"},{"from":"gpt","value":"The Amazon, I would say."}]},
             {"id":"b c","conversations":[
               {"from":"human","value":"Define entropy in a line."},{"from":"gpt","value":"Ways to arrange things."},
               {"from":"human","value":"And enthalpy?"},{"from":"gpt","value":"Energy and some more."}]}]
            """;

    @TempDir
    Path folder;

    private GatlingProcess run(String url) throws IOException {
        return new GatlingProcess(folder)
                .with("base-url", url)
                .with("backend", "openai")
                .with("tokenizer", Path.of("data", "tokenizer").toAbsolutePath())
                .with("dataset-path", Files.writeString(folder.resolve("dataset.json"), DATASET))
                .with("num-prompts", 2)
                .with("warmup-requests", 1);
    }

    @Test
    void throughAProxyWithTheClientsCertificateAndHeadersOfConversations() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        Identity server = certificates.make("server", "dns:model.test");
        Identity client = certificates.make("client", "dns:client.test");
        try (ChatOverTls chat = new ChatOverTls(TestCertificates.server(server, client), true);
                LoopbackProxy proxy = new LoopbackProxy(chat.port(), Optional.of("user:" + PASSWORD))) {
            GatlingProcess.Ended run = run("https://model.test")
                    .with("tls.ca", server.certificate())
                    .with("tls.cert", client.certificate())
                    .with("tls.key", client.key())
                    .with("session-header", "X-Session-Id")
                    .with("session-token-header", "x-session-token")
                    .environment("HTTPS_PROXY", "http://user:" + PASSWORD + "@" + proxy.address())
                    .run("volley.Multiturn");

            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            JsonNode summary = JSON.readTree(run.result("summary.json"));
            assertThat(summary.at("/turns/ok").asInt()).isEqualTo(4);
            String through = "the proxy " + proxy.address() + " of HTTPS_PROXY";
            assertThat(run.stdout()).contains("through " + through);
            assertThat(summary.path("warnings").toString()).contains(through);
            assertThat(proxy.requestLines()).allMatch(line -> line.startsWith("CONNECT model.test:443 "));
            for (Path file : run.leftBehind()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(PASSWORD);
            }
            assertThat(run.stdout() + run.stderr()).doesNotContain(PASSWORD);
            assertSessions(chat.asked());
        }
    }

    /** Each turn carries its conversation's id, and the token of the answer before it. */
    private static void assertSessions(List<Headers> asked) {
        Map<String, String> last = new HashMap<>();
        int carried = 0;
        for (int i = 0; i < asked.size(); i++) {
            String session = asked.get(i).getFirst("X-Session-Id");
            String token = asked.get(i).getFirst("x-session-token");
            if (session == null) {
                assertThat(token).as("a warm-up request").isNull();
                continue;
            }
            assertThat(session).isIn("a", "b+c");
            assertThat(token).isEqualTo(last.put(session, "token-" + i));
            carried++;
        }
        assertThat(carried).isEqualTo(4);
        assertThat(last).hasSize(2);
    }

    @Test
    void withoutVerificationEveryResultSaysSo() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        Identity elsewhere = certificates.make("elsewhere", "dns:elsewhere.test");
        try (ChatOverTls chat = new ChatOverTls(TestCertificates.server(elsewhere, elsewhere), false)) {
            GatlingProcess.Ended run = run("https://127.0.0.1:" + chat.port())
                    .with("tls.verify", false)
                    .run("volley.Multiturn");
            assertThat(run.exitCode()).as(run.stdout() + run.stderr()).isZero();
            JsonNode summary = JSON.readTree(run.result("summary.json"));
            assertThat(summary.at("/turns/ok").asInt()).isEqualTo(4);
            String said = "certificate was not verified";
            assertThat(summary.path("warnings").toString()).contains(said);
            assertThat(run.stdout()).contains(said);
            assertThat(run.result("volley.html")).contains(said);
        }
    }
}
