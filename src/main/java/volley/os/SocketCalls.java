package volley.os;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The functions of Linux's C library that ask a socket, without a look at what went wrong: then nothing is told. */
final class SocketCalls {
    /** Level of the options of sockets of any kind, and that of them with which Linux notes when it receives (SO_TIMESTAMPNS). */
    static final int SOCKET_LEVEL = 1;

    static final int TIMESTAMP_OPTION = 35;

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
        return socket >= 0 && setsockopt(socket, SOCKET_LEVEL, TIMESTAMP_OPTION, new int[] {1}, Integer.BYTES) == 0;
    }

    /** A connection to a port of 127.0.0.1; its descriptor, or a negative number. */
    static int connectToLoopback(int port) {
        int internet = 2;
        int stream = 1;
        int socket = socket(internet, stream, 0);
        byte[] address = {2, 0, (byte) (port >> 8), (byte) port, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
        return socket >= 0 && connect(socket, address, address.length) == 0 ? socket : -1;
    }

    /** Sets an option; false if that is not allowed. */
    static boolean setInt(int socket, int level, int name, int value) {
        return setsockopt(socket, level, name, new int[] {value}, Integer.BYTES) == 0;
    }

    /** The system call bpf: its result, or a negative number. */
    static int bpf(int command, long attributes, int bytes) {
        long number = Platform.isARM() ? 280 : 321;
        return Platform.isIntel() || Platform.isARM() ? (int) syscall(number, command, attributes, bytes) : -1;
    }

    /** Memory of a descriptor from a page's beginning on, to be read; -1 if there is none. */
    static long map(int descriptor, long fromByte, long bytes) {
        int readAndWrite = 1 | 2;
        int shared = 1;
        return mmap(0, bytes, readAndWrite, shared, descriptor, fromByte);
    }

    private static native long syscall(long number, long first, long second, long third);

    private static native long mmap(long address, long bytes, int protection, int flags, int descriptor, long offset);

    private static native int connect(int socket, byte[] address, int length);

    static native int close(int descriptor);

    private static native int socket(int domain, int type, int protocol);

    private static native int setsockopt(int socket, int level, int name, int[] value, int length);

    static native int getsockopt(int socket, int level, int name, long value, long length);

    static native long recvmsg(int socket, long message, int flags);
}
