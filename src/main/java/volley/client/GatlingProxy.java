package volley.client;

import io.gatling.http.client.proxy.HttpProxyServer;
import io.gatling.http.client.proxy.ProxyServer;
import io.gatling.http.client.realm.BasicRealm;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import java.net.UnknownHostException;
import java.util.Optional;
import volley.config.BadInputException;
import volley.network.ProxyAddress;
import volley.network.Route;

/** A route's proxy as Gatling's client takes it: CONNECT for https, the whole address in the request line for http. */
final class GatlingProxy {
    private GatlingProxy() {}

    /** @throws BadInputException if its name is not known */
    static Optional<ProxyServer> of(Route route) {
        return route.proxy().map(GatlingProxy::of);
    }

    private static ProxyServer of(ProxyAddress proxy) {
        try {
            return new HttpProxyServer(
                    proxy.host(),
                    proxy.port(),
                    proxy.credentials()
                            .map(known -> new BasicRealm(known.user(), known.password()))
                            .orElse(null),
                    false,
                    EmptyHttpHeaders.INSTANCE);
        } catch (UnknownHostException e) {
            throw new BadInputException(proxy + " has a name that is not known; correct or unset it");
        }
    }
}
