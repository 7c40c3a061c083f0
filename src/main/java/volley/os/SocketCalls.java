package volley.os;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions of Linux's C library that ask a socket, without a look at what went wrong: then nothing is told. */
final class SocketCalls {
    static final boolean LOADED = load();

    private SocketCalls() {}

    private static boolean load() {
        if (!Platform.isLinux() || !Platform.is64Bit()) {
            return false;
        }
        try {
            Native.register(SocketCalls.class, Platform.C_LIBRARY_NAME);
            return keepNoting();
        } catch (LinkageError e) {
            Logger log = LoggerFactory.getLogger(SocketCalls.class);
            log.debug("receive times are not told", e);
            return false;
        }
    }

    /**
     * Linux notes times as long as one socket wants them, and needs some milliseconds to begin with it: a socket of no other
     * use wants them until the process ends.
     */
    private static boolean keepNoting() {
        int internet = 2;
        int datagrams = 2;
        int socket = socket(internet, datagrams, 0);
        return socket >= 0
                && setsockopt(
                                socket,
                                ReceiveTimes.OPTION_LEVEL,
                                ReceiveTimes.OPTION,
                                new int[] {ReceiveTimes.ON},
                                Integer.BYTES)
                        == 0;
    }

    private static native int socket(int domain, int type, int protocol);

    private static native int setsockopt(int socket, int level, int name, int[] value, int length);

    static native int getsockopt(int socket, int level, int name, long value, long length);

    static native long recvmsg(int socket, long message, int flags);
}
