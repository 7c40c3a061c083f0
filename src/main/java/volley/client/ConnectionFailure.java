package volley.client;

import io.netty.handler.proxy.ProxyConnectException;
import javax.net.ssl.SSLException;

/** Why there is no connection, behind what Netty's handlers make of it one after the other. */
final class ConnectionFailure {
    private static final int DEEPEST = 10;

    private ConnectionFailure() {}

    /** The failure itself, or the proxy's refusal that kept TLS from beginning. */
    static Throwable cause(Throwable failure) {
        return failure instanceof SSLException && isOfProxy(failure.getCause()) ? failure.getCause() : failure;
    }

    static boolean isOfProxy(Throwable failure) {
        return failure instanceof ProxyConnectException;
    }

    /** Whether it is this process that has no room: in its heap, or for another open file. */
    static boolean isOwn(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            boolean files = each.getMessage() != null && each.getMessage().contains("Too many open files");
            if (files || each instanceof OutOfMemoryError) {
                return true;
            }
            each = each.getCause();
        }
        return false;
    }

    /** What it says, or its name if that is nothing. */
    static String message(Throwable failure) {
        Throwable cause = cause(failure);
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    }
}
