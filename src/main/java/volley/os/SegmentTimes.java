package volley.os;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When each segment of a TCP connection was received, whatever the operating system does with it afterwards, how late ever it is
 * read: noted by an eBPF program that is called with each ({@link SegmentFilter}), in memory that this process sees without a
 * call. Linux lets a process have such a program that is root or has CAP_BPF.
 *
 * <p>Times are of CLOCK_MONOTONIC, that of {@link System#nanoTime()}. Of each local port the last {@value #ENTRIES} segments are
 * kept. The memory takes 17 MB of the kernel's, of which the process sees those of the ports that connections get. Nothing is allocated by a question; any thread may ask.
 */
public final class SegmentTimes {
    /** Level and name of the option that gives a socket the program. */
    public static final int OPTION_LEVEL = 1;

    public static final int OPTION = 50;

    /** Segments kept for each port. */
    public static final int ENTRIES = SegmentSlots.ENTRIES;

    private static final int PORTS = 1 << 16;

    /** Of any machine. */
    private static final int MOST_PAGE_BYTES = 1 << 16;

    // linux/bpf.h
    private static final int MAP_CREATE = 0;
    private static final int PROG_LOAD = 5;
    private static final int ARRAY = 2;
    private static final int MAPPABLE = 1 << 10;
    private static final int SOCKET_FILTER = 1;
    private static final int ATTRIBUTE_BYTES = 72;

    private static final long TEST_NS = TimeUnit.SECONDS.toNanos(1);

    private final ByteBuffer slots;
    private final int firstPort;
    private final int startByte;
    private final int program;

    /**
     * @param slots those from {@code startByte} on
     * @param firstPort the first whose slot is among them
     */
    private SegmentTimes(int program, ByteBuffer slots, int firstPort, int startByte) {
        this.program = program;
        this.slots = slots;
        this.firstPort = firstPort;
        this.startByte = startByte;
    }

    /** The process has one. */
    private static final class OfProcess {
        private static final Optional<SegmentTimes> TIMES = load();

        private static Optional<SegmentTimes> load() {
            if (!SocketCalls.LOADED || ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
                return Optional.empty();
            }
            Optional<SegmentTimes> loaded = make();
            return loaded.filter(SegmentTimes::isRight);
        }
    }

    /** @return nothing where the process may not have them */
    public static Optional<SegmentTimes> ofProcess() {
        return OfProcess.TIMES;
    }

    private static Optional<SegmentTimes> make() {
        ByteBuffer map = ByteBuffer.allocateDirect(ATTRIBUTE_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(0, ARRAY)
                .putInt(4, Integer.BYTES)
                .putInt(8, SegmentSlots.SLOT_BYTES)
                .putInt(12, PORTS)
                .putInt(16, MAPPABLE);
        int slots = SocketCalls.bpf(MAP_CREATE, address(map), ATTRIBUTE_BYTES);
        if (slots < 0) {
            return Optional.empty();
        }
        ByteBuffer code = SegmentFilter.code(slots);
        ByteBuffer license =
                ByteBuffer.allocateDirect(SegmentFilter.LICENSE.length).put(SegmentFilter.LICENSE);
        ByteBuffer load = ByteBuffer.allocateDirect(ATTRIBUTE_BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(0, SOCKET_FILTER)
                .putInt(4, code.position() / Long.BYTES)
                .putLong(8, address(code))
                .putLong(16, address(license));
        int program = SocketCalls.bpf(PROG_LOAD, address(load), ATTRIBUTE_BYTES);
        int firstPort = LocalPorts.first();
        int startByte = firstPort * SegmentSlots.SLOT_BYTES / MOST_PAGE_BYTES * MOST_PAGE_BYTES;
        int bytes = SegmentSlots.SLOT_BYTES * PORTS - startByte;
        long memory = SocketCalls.map(slots, startByte, bytes);
        if (program < 0 || memory == -1) {
            return Optional.empty();
        }
        ByteBuffer seen = new Pointer(memory).getByteBuffer(0, bytes);
        return Optional.of(new SegmentTimes(program, seen.order(ByteOrder.nativeOrder()), firstPort, startByte));
    }

    private static long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    /** Whether a byte on loopback is noted as it was sent. */
    private boolean isRight() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int client = SocketCalls.connectToLoopback(server.getLocalPort());
            if (client < 0) {
                return false;
            }
            try (Socket accepted = server.accept()) {
                int port = accepted.getPort();
                long before = count(port);
                boolean noting = SocketCalls.setInt(client, OPTION_LEVEL, OPTION, program);
                long sentNs = System.nanoTime();
                accepted.getOutputStream().write(1);
                while (noting && count(port) == before && System.nanoTime() - sentNs < TEST_NS) {
                    Thread.onSpinWait();
                }
                long timeNs = timeNs(port, before);
                return count(port) == before + 1
                        && length(port, before) == 1
                        && peerPort(port, before) == server.getLocalPort()
                        && timeNs - sentNs >= 0
                        && System.nanoTime() - timeNs >= 0;
            } finally {
                SocketCalls.close(client);
            }
        } catch (IOException e) {
            Logger log = LoggerFactory.getLogger(SegmentTimes.class);
            log.debug("times of segments are not told", e);
            return false;
        }
    }

    /** The program, as the value of the socket's option. */
    public int program() {
        return program;
    }

    /**
     * How many segments with bytes were received on a local port, by all connections that had it; none are told of a port that
     * the system gives no connection by itself.
     */
    public long count(int port) {
        return port < firstPort ? 0 : slots.getLong(port * SegmentSlots.SLOT_BYTES - startByte + SegmentSlots.COUNT_AT);
    }

    /** Has the next segment with bytes on a local port noted as its first: a connection has it now. */
    public void begin(int port) {
        if (port >= firstPort) {
            slots.putLong(first(port), 0);
        }
    }

    /** Whether a first segment was received since {@link #begin}, from a server's port. */
    public boolean hasFirst(int port, int peerPort) {
        int peerAndLength = port < firstPort ? 0 : slots.getInt(first(port) + SegmentSlots.LENGTH_AT);
        return peerAndLength != 0 && peerAndLength >>> Short.SIZE == peerPort;
    }

    /** TCP's sequence number of the first byte of that segment. */
    public int firstSequence(int port) {
        return slots.getInt(first(port) + SegmentSlots.SEQUENCE_AT);
    }

    private int first(int port) {
        return port * SegmentSlots.SLOT_BYTES - startByte + SegmentSlots.FIRST_AT;
    }

    /** TCP's sequence number of a segment's first byte. Segments count from 0, and those before the last are forgotten. */
    public int sequence(int port, long segment) {
        return slots.getInt(entry(port, segment) + SegmentSlots.SEQUENCE_AT);
    }

    /** Bytes of a segment; of one with more than 65,535, the remainder by 65,536. */
    public int length(int port, long segment) {
        return slots.getInt(entry(port, segment) + SegmentSlots.LENGTH_AT) & 0xffff;
    }

    /** The port from which a segment came: connections to several servers may have one local port. */
    public int peerPort(int port, long segment) {
        return slots.getInt(entry(port, segment) + SegmentSlots.LENGTH_AT) >>> Short.SIZE;
    }

    /** When a segment was received, on the clock of {@link System#nanoTime()}. */
    public long timeNs(int port, long segment) {
        return slots.getLong(entry(port, segment) + SegmentSlots.TIME_AT);
    }

    private int entry(int port, long segment) {
        return port * SegmentSlots.SLOT_BYTES
                - startByte
                + SegmentSlots.ENTRIES_AT
                + (int) (segment & (ENTRIES - 1)) * SegmentSlots.ENTRY_BYTES;
    }
}
