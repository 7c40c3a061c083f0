package volley.client;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What one response may take of the heap for texts without an end: long lines, long bodies, long answers. All responses
 * together get a quarter; ordinary ones are not counted. Called by one event loop.
 */
final class HeapShare {
    /** The heap has no room for more of a response. */
    static final class NoRoomException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRoomException(String message) {
            super(message);
        }
    }

    /** Of a response that nobody needs to count. */
    private static final int FREE_BYTES = 1 << 20;

    private static final int MIB = 1 << 20;
    private static final AtomicLong TAKEN_BYTES = new AtomicLong();

    private final AtomicLong taken;
    private final long allBytes;
    private long bytes;

    HeapShare() {
        this(TAKEN_BYTES, Runtime.getRuntime().maxMemory() / 4);
    }

    /**
     * @param taken by all responses
     * @param allBytes that they may take
     */
    HeapShare(AtomicLong taken, long allBytes) {
        this.taken = taken;
        this.allBytes = allBytes;
    }

    /**
     * To be called before so much is held in all.
     *
     * @throws NoRoomException if the heap has no room for it
     */
    void hold(long all) {
        long more = all - FREE_BYTES - bytes;
        if (more <= 0) {
            return;
        }
        if (taken.addAndGet(more) > allBytes) {
            taken.addAndGet(-more);
            throw new NoRoomException("a response that would take " + all / MIB
                    + " MiB of the client's memory, where all responses together have " + allBytes / MIB
                    + ", a quarter of the heap (-Xmx)");
        }
        bytes += more;
    }

    /** Nothing is held any more. */
    void release() {
        if (bytes > 0) {
            taken.addAndGet(-bytes);
            bytes = 0;
        }
    }
}
