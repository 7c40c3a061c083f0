package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import volley.config.RequestHeaders;
import volley.config.SettingsReader;
import volley.config.SimulationKind;
import volley.network.Route;

class SecretsTest {
    /** Keys as services make them, and one with every character that somebody escapes. */
    private static final List<String> KEYS =
            List.of("sk-proj-4f9A_x7b2Qw8z", "abcdef_ghijk-lmnop", "k\"e'y\\with/all<of>it&+ %7");

    private static void assertHidden(String written, String key) {
        int shown = 6;
        for (int from = 0; from + shown <= key.length(); from++) {
            assertThat(written).as("parts of %s", key).doesNotContain(key.substring(from, from + shown));
        }
    }

    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    @Test
    void everyFormIsMaskedAtEveryCut() {
        for (String key : KEYS) {
            ErrorLine line = new ErrorLine(Secrets.of(List.of(key)));
            for (int before = 150; before < 210; before++) {
                String start = "x".repeat(before) + " key=";
                assertHidden(line.oneLine(start + key + " end"), key);
                assertHidden(line.ofBody("{\"error\":{\"message\":\"" + start + json(key) + " end\"}}"), key);
                assertHidden(line.ofBody("<html><p>" + start + key + "</p></html>"), key);
            }
        }
    }

    @Test
    void inAnEventThatIsNotJson() {
        for (String key : KEYS) {
            for (int before = 0; before < 140; before++) {
                ResponseLog log = new ResponseLog(4, Secrets.of(List.of(key)));
                byte[] event = ("{\"" + "x".repeat(before) + "\":" + key + "}").getBytes(StandardCharsets.UTF_8);
                new ChatEventParser(log, 8).onData(event, 0, event.length, 0, true);
                assertThat(log.badJson).isNotNull();
                assertHidden(log.badJson, key);
            }
        }
    }

    /** Each way of writing a character that somebody has. */
    private static List<UnaryOperator<String>> escapes() {
        return List.of(
                one -> one,
                one -> "\"\\".contains(one) ? "\\" + one : one,
                one -> "\"\\/'".contains(one) ? "\\" + one : one,
                one -> "\"\\".contains(one) ? "\\\\\\" + one : one,
                one -> String.format("\\u%04x", (int) one.charAt(0)),
                one -> String.format("\\\\u%04X", (int) one.charAt(0)),
                one -> URLEncoder.encode(one, StandardCharsets.UTF_8),
                one -> URLEncoder.encode(one, StandardCharsets.UTF_8).replace("+", "%20"),
                one -> URLEncoder.encode(URLEncoder.encode(one, StandardCharsets.UTF_8), StandardCharsets.UTF_8),
                one -> String.format("%%%02x", (int) one.charAt(0)),
                one -> one.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&apos;"),
                one -> "&#" + (int) one.charAt(0) + ";",
                one -> String.format("&#x%x;", (int) one.charAt(0)));
    }

    private static String written(String key, Supplier<UnaryOperator<String>> escape) {
        return key.chars()
                .mapToObj(c -> escape.get().apply(String.valueOf((char) c)))
                .collect(Collectors.joining());
    }

    @Test
    void everyFormOfEscapingIsFound() {
        Random random = new Random(5);
        for (String key : KEYS) {
            Secrets secrets = Secrets.of(List.of(key, "another-secret"));
            List<String> forms = new ArrayList<>();
            escapes().forEach(escape -> forms.add(written(key, () -> escape)));
            for (int i = 0; i < 50; i++) {
                forms.add(written(
                        key, () -> escapes().get(random.nextInt(escapes().size()))));
            }
            for (String form : forms) {
                assertThat(secrets.mask("a " + form + " b" + form)).isEqualTo("a *** b***");
                byte[] answer = ("a " + form + " b").getBytes(StandardCharsets.UTF_8);
                assertThat(new String(secrets.mask(answer), StandardCharsets.UTF_8))
                        .isEqualTo("a " + "*".repeat(form.length()) + " b");
                for (int cut = 0; cut < form.length(); cut++) {
                    assertHidden(secrets.mask("a " + form.substring(0, cut)), key);
                }
            }
        }
    }

    @Test
    void everythingElseStays() {
        Secrets secrets = Secrets.of(List.of("sk-proj-4f9A_x7b2Qw8z", "n\"o"));
        for (String text : List.of(
                "",
                "nothing to hide \\n\\u0041 %41 100 % &amp; &nope; & \\\\",
                "\ud800 alone",
                "sk-proj-4f9A_x7b2Qw8 and sk-proj-4f9A_x7b2Qw8Z",
                "\\".repeat(200_000))) {
            assertThat(secrets.mask(text)).isSameAs(text);
        }
    }

    @Test
    void ofHeadersWhatServersReadOutOfThem() {
        Properties given = new Properties();
        given.setProperty("volley.header.Authorization", "Bearer sk-of-header-12345");
        given.setProperty(
                "volley.header.X-Basic",
                "Basic " + Base64.getEncoder().encodeToString("user:pass-of-header".getBytes(StandardCharsets.UTF_8)));
        given.setProperty("volley.header.Cookie", "lang=en; session=cookie-of-header; id=\"quoted-cookie\"");
        RequestHeaders headers =
                SettingsReader.read(given, SimulationKind.MULTITURN).server().headers();
        ApiKey key = ApiKey.NONE.at(
                URI.create("http://host/?access_token=query%22of%2Faddress&api-version=2024"), Route.DIRECT, headers);
        String said = "sk-of-header-12345, pass-of-header, cookie-of-header, quoted-cookie, query\"of/address,"
                + " query%22of%2Faddress, but en, user, 2024";
        assertThat(key.redact(said)).isEqualTo("***, ***, ***, ***, ***, ***, but en, user, 2024");
    }

    @Test
    void inAnAnswerByItsLength() {
        for (String key : KEYS) {
            String answer = "the key " + json(key) + " is yours, " + json(key);
            byte[] masked = Secrets.of(List.of(key)).mask(answer.getBytes(StandardCharsets.UTF_8));
            assertThat(new String(masked, StandardCharsets.UTF_8))
                    .isEqualTo(answer.replace(json(key), "*".repeat(json(key).length())));
        }
        byte[] clean = "nothing to hide".getBytes(StandardCharsets.UTF_8);
        assertThat(Secrets.of(KEYS).mask(clean)).isSameAs(clean);
    }

    @Test
    void aShortKeyIsAWordOfAnswers() {
        byte[] answer = "the EMPTY set".getBytes(StandardCharsets.UTF_8);
        assertThat(Secrets.of(List.of("EMPTY")).mask(answer)).isSameAs(answer);
        assertThat(Secrets.of(List.of("EMPTY")).mask("no such key EMPTY")).isEqualTo("no such key ***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data: {\"choices\":[{\"delta\":{\"content\":\"KEY\"},\"finish_reason\":\"KEY\"}]}\n\ndata: [DONE]\n\n",
                "data: {\"error\":{\"message\":\"no such key KEY\"}}\n\n",
                "data: {bad KEY\n\n",
                "event: error\ndata: no such key KEY\n\n",
                "error: {\"message\":\"KEY\",\"code\":\"KEY\"}\n\n",
                "nothing of a stream KEY",
                "data: {\"unknown\":\"KEY\"}\n\n",
                "{\"choices\":[{\"message\":{\"content\":\"KEY\"},\"finish_reason\":\"stop\"}]}",
            })
    void inNothingThatAResponseBecomes(String body) {
        for (String key : KEYS) {
            String bytes = body.replace("KEY", json(key));
            for (int cut = 0; cut < bytes.length(); cut++) {
                Replay.Run run = new Replay.Run(WireFormat.CHAT, true, ApiKey.of(key));
                run.response.onSend();
                run.response.onHttpResponse(HttpResponseStatus.OK, new DefaultHttpHeaders());
                run.read(bytes.substring(0, cut), false);
                run.read(bytes.substring(cut), true);
                Exchange seen = run.only();
                assertHidden(seen.error() + "\n" + seen.finishReason() + "\n", key);
                assertHidden(new String(seen.answer(), StandardCharsets.UTF_8), key);
            }
        }
    }

    @Test
    void inNoHttpError() {
        for (String key : KEYS) {
            Replay.Run run = new Replay.Run(WireFormat.CHAT, true, ApiKey.of(key));
            run.response.onSend();
            run.response.onHttpResponse(
                    new HttpResponseStatus(503, "no " + key), new DefaultHttpHeaders().set("Retry-After", key));
            run.read("", true);
            assertThat(run.only().outcome()).isEqualTo(Outcome.RETRY_LATER);
            assertHidden(run.only().error(), key);
        }
    }
}
