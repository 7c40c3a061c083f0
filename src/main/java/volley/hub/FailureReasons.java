package volley.hub;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.impl.TunnelRefusedException;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import volley.hub.FetchFailure.Kind;
import volley.network.ProxyAddress;

/** Says in a few words what went wrong on the way, and through which proxy. */
final class FailureReasons {
    private FailureReasons() {}

    /** No answer, or none that could be read. */
    @SuppressWarnings("deprecation") // TunnelRefusedException: the classic client still throws it
    static FetchFailure of(IOException e, URI address, Optional<ProxyAddress> proxy) {
        if (e.getCause() instanceof TunnelRefusedException refused) {
            return ofOther(refused.getResponse().getCode(), address, proxy, true);
        }
        if (e instanceof ConnectException
                || e instanceof ConnectTimeoutException
                || e instanceof NoRouteToHostException
                || e instanceof UnknownHostException) {
            String to = proxy.map(ProxyAddress::toString).orElse(address.getHost());
            return new FetchFailure(
                    Kind.NO_CONNECTION,
                    "no connection to " + to + (e instanceof UnknownHostException ? ", whose name is not known" : ""),
                    e);
        }
        String way = through(proxy);
        if (e instanceof SSLHandshakeException) {
            return new FetchFailure(
                    Kind.REFUSED,
                    "no TLS with " + address.getHost() + way + ": " + oneLine(e)
                            + "; if a proxy reads along, Java must trust its certificate: javax.net.ssl.trustStore",
                    e);
        }
        return new FetchFailure(Kind.BROKEN, detail(e) + way, e);
    }

    /** What broke while the content came. */
    static FetchFailure broken(IOException e) {
        return new FetchFailure(Kind.BROKEN, detail(e), e);
    }

    /** The hub's own words for no. */
    static FetchFailure ofHub(HttpResponse response, boolean tokenGiven) {
        int status = response.getCode();
        String given =
                tokenGiven ? "the token given (HF_TOKEN or the token file) has no access" : "no token given (HF_TOKEN)";
        String http = "HTTP " + status;
        if (status == HttpStatus.SC_UNAUTHORIZED || status == HttpStatus.SC_FORBIDDEN) {
            Header code = response.getFirstHeader("X-Error-Code");
            String what = code == null ? "" : code.getValue();
            return new FetchFailure(
                    Kind.REFUSED,
                    switch (what) {
                        case "GatedRepo" -> http + ": gated, ask for access on its page; " + given;
                        case "RepoNotFound" -> http + ": non-existent or private; " + given;
                        default -> http + ": private, gated or non-existent, and " + given;
                    });
        }
        return ofStatus(status, http);
    }

    /** Another server's no, or a proxy's. */
    static FetchFailure ofOther(int status, URI address, Optional<ProxyAddress> proxy) {
        return ofOther(status, address, proxy, false);
    }

    private static FetchFailure ofOther(int status, URI address, Optional<ProxyAddress> proxy, boolean ofProxy) {
        String http = "HTTP " + status;
        if (status == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED && proxy.isPresent()) {
            return new FetchFailure(
                    Kind.REFUSED,
                    http + ": " + proxy.get() + " wants a user and a password"
                            + (proxy.get().credentials().isPresent()
                                    ? " other than those given"
                                    : "; give them as http://user:password@host:port"));
        }
        return ofStatus(
                status,
                ofProxy
                        ? http + " of " + proxy.map(ProxyAddress::toString).orElse("a proxy") + " for "
                                + address.getHost()
                        : http + " of " + address.getHost() + through(proxy));
    }

    private static FetchFailure ofStatus(int status, String reason) {
        Kind kind = status >= HttpStatus.SC_SERVER_ERROR || status == HttpStatus.SC_TOO_MANY_REQUESTS
                ? Kind.BROKEN
                : status == HttpStatus.SC_NOT_FOUND ? Kind.MISSING : Kind.REFUSED;
        return new FetchFailure(kind, reason);
    }

    private static String detail(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        return e instanceof SSLException ? "TLS: " + oneLine(e) : oneLine(e);
    }

    private static String through(Optional<ProxyAddress> proxy) {
        return proxy.map(each -> " through " + each).orElse("");
    }

    private static String oneLine(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().lines().findFirst().orElse("").strip();
    }
}
