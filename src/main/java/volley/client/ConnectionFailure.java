package volley.client;

import io.netty.handler.proxy.ProxyConnectException;
import javax.net.ssl.SSLException;

/** Why there is no connection, behind what Netty's handlers make of it one after the other. */
final class ConnectionFailure {
    private ConnectionFailure() {}

    /** The failure itself, or the proxy's refusal that kept TLS from beginning. */
    static Throwable cause(Throwable failure) {
        return failure instanceof SSLException && isOfProxy(failure.getCause()) ? failure.getCause() : failure;
    }

    static boolean isOfProxy(Throwable failure) {
        return failure instanceof ProxyConnectException;
    }

    /** What it says, or its name if that is nothing. */
    static String message(Throwable failure) {
        Throwable cause = cause(failure);
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
