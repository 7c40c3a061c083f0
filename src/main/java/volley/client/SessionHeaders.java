package volley.client;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.cookie.ClientCookieDecoder;
import io.netty.handler.codec.http.cookie.ClientCookieEncoder;
import io.netty.handler.codec.http.cookie.Cookie;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import volley.config.SessionSettings;

/**
 * The headers of one conversation's requests, by which routers and load balancers keep it on one server: its id, and what
 * the server's last answer asked to have sent back. At most one of its turns is under way, so nothing is locked.
 */
public final class SessionHeaders {
    /** Of conversations that have none. */
    public static final SessionHeaders NONE = new SessionHeaders(SessionSettings.NONE, "");

    private final SessionSettings settings;
    private final String id;
    private volatile String token;
    private final Map<String, Cookie> cookies = new LinkedHashMap<>();

    private SessionHeaders(SessionSettings settings, String id) {
        this.settings = settings;
        this.id = id;
    }

    /**
     * @param settings the headers' names
     * @param id the conversation's own in its run; what no header may have in it is sent as in a URL's query
     */
    public static SessionHeaders of(SessionSettings settings, String id) {
        if (settings.equals(SessionSettings.NONE)) {
            return NONE;
        }
        boolean plain = id.chars().allMatch(c -> c > ' ' && c < 127);
        return new SessionHeaders(settings, plain ? id : URLEncoder.encode(id, StandardCharsets.UTF_8));
    }

    /** To be told of the headers of every response to the conversation. */
    public void answered(HttpHeaders response) {
        settings.tokenHeader().ifPresent(name -> {
            if (!isCookies(name)) {
                token = response.get(name, token);
                return;
            }
            for (String text : response.getAll(name)) {
                Cookie cookie = ClientCookieDecoder.LAX.decode(text);
                if (cookie != null) {
                    cookies.put(cookie.name(), cookie);
                }
            }
            token = cookies.isEmpty() ? null : ClientCookieEncoder.LAX.encode(cookies.values());
        });
    }

    /** What the conversation is known by; empty where no header carries it. */
    public String id() {
        return id;
    }

    void addTo(HttpHeaders request) {
        settings.idHeader().ifPresent(name -> request.set(name, id));
        String given = token;
        if (given != null) {
            settings.tokenHeader()
                    .ifPresent(name -> request.set(isCookies(name) ? HttpHeaderNames.COOKIE.toString() : name, given));
        }
    }

    private static boolean isCookies(String name) {
        return HttpHeaderNames.SET_COOKIE.contentEqualsIgnoreCase(name);
    }
}
