package volley.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import volley.config.SessionSettings;

class SessionHeadersTest {
    private static HttpHeaders sent(SessionHeaders session) {
        HttpHeaders request = new DefaultHttpHeaders();
        session.addTo(request);
        return request;
    }

    private static HttpHeaders response(String name, String... values) {
        HttpHeaders response = new DefaultHttpHeaders();
        for (String value : values) {
            response.add(name, value);
        }
        return response;
    }

    @Test
    void nothingIsSentUnlessAskedFor() {
        SessionHeaders session = SessionHeaders.of(SessionSettings.NONE, "id");
        session.answered(response("x-session-token", "t"));
        assertThat(sent(session)).isEmpty();
    }

    @Test
    void theIdIsSentAsAHeaderMayHaveIt() {
        SessionSettings settings = new SessionSettings(Optional.of("X-Session"), Optional.empty());
        assertThat(sent(SessionHeaders.of(settings, "conv-1_2")).get("X-Session"))
                .isEqualTo("conv-1_2");
        assertThat(sent(SessionHeaders.of(settings, "a b\r\nX: y\u00e9")).get("X-Session"))
                .isEqualTo("a+b%0D%0AX%3A+y%C3%A9");
    }

    @Test
    void theLastTokenIsSentBack() {
        SessionSettings settings = new SessionSettings(Optional.empty(), Optional.of("x-session-token"));
        SessionHeaders session = SessionHeaders.of(settings, "id");
        assertThat(sent(session)).isEmpty();
        session.answered(response("X-Session-Token", "one"));
        assertThat(sent(session).get("x-session-token")).isEqualTo("one");
        session.answered(response("x-session-token", "two"));
        session.answered(response("x-other", "three"));
        assertThat(sent(session).get("x-session-token")).isEqualTo("two");
        assertThat(sent(SessionHeaders.of(settings, "another"))).isEmpty();
    }

    @Test
    void cookiesGoBackAsCookies() {
        SessionSettings settings = new SessionSettings(Optional.empty(), Optional.of("Set-Cookie"));
        SessionHeaders session = SessionHeaders.of(settings, "id");
        session.answered(
                response("set-cookie", "route=7; Path=/; HttpOnly", "AWSALB=abc/+=; Expires=never", "nonsense"));
        session.answered(response("set-cookie", "route=8"));
        assertThat(sent(session).get("cookie")).contains("route=8").contains("AWSALB=abc/+=");
        assertThat(sent(session).contains("set-cookie")).isFalse();
    }
}
