package volley.os;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who goes first where more threads of this process want a processor than there are. Linux lets a thread that is woken wait
 * until another has had its share, which may be 4 ms; an answer that comes in that time is stamped late.
 *
 * <p>No privilege is needed to step back. Elsewhere, or where it is refused, nothing changes: that costs
 * precision, which is measured, and never the run. Java's own priorities do nothing on Linux without an option about which
 * the JVM warns.
 */
public final class LinuxScheduler {
    private static final Logger LOG = LoggerFactory.getLogger(LinuxScheduler.class);

    /** Niceness of work on turns that can wait for reading: a tenth of the processor where an event loop wants all of it. */
    public static final int BEHIND_READING = 10;

    /**
     * Niceness of what can wait longer: 1/28 of it. Not less, since a thread that steps back while it holds a lock lets others
     * wait for it: with 1/70 a run stood still for half a second.
     */
    public static final int BEHIND_ALL = 15;

    private static final Path THREADS = Path.of("/proc/self/task");

    /** PRIO_PROCESS of sys/resource.h; for Linux a thread is one. */
    private static final int ONE_THREAD = 0;

    private static final int CALLING_THREAD = 0;

    /** From the first on that are longer, Linux lets a woken thread take over from one that has just begun its slice. */
    private static final long SHORT_SLICE_NS = 100_000;

    private LinuxScheduler() {}

    /** The functions of the C library, errors as exceptions. */
    private interface LibC extends Library {
        int getpriority(int which, int id) throws LastErrorException;

        int setpriority(int which, int id, int nice) throws LastErrorException;

        NativeLong syscall(NativeLong number, Object... arguments) throws LastErrorException;
    }

    /** Loaded once, when it is first needed. */
    private static final class Loaded {
        static final LibC LIB_C = Native.load(Platform.C_LIBRARY_NAME, LibC.class);
    }

    /**
     * Lets the calling thread step back, for good.
     *
     * @param nice 1 to 19, the last to go
     * @return whether it did
     */
    public static boolean lower(int nice) {
        return tried(() -> Loaded.LIB_C.setpriority(ONE_THREAD, CALLING_THREAD, nice) == 0);
    }

    /**
     * Lets threads step back, for good.
     *
     * @param name how their names begin, as the operating system has them: cut off after 15 bytes
     * @param nice as of {@link #lower(int)}
     * @return how many did
     */
    public static int lowerThreads(String name, int nice) {
        return (int) threads(name).stream()
                .filter(id -> tried(() -> Loaded.LIB_C.setpriority(ONE_THREAD, id, nice) == 0))
                .count();
    }

    /**
     * Lets threads that have stepped back go beside the calling one again. Only who may (CAP_SYS_NICE) can take a step back
     * back; for all others the calling thread steps back to them if it has one processor to share with them: on another one
     * they go on anyway.
     *
     * @param name as of {@link #lowerThreads}
     * @param nice how far they have stepped back
     * @return whether they go beside it, or have a processor of their own
     */
    public static boolean besideCaller(String name, int nice) {
        List<Integer> threads = threads(name);
        boolean raised = tried(() -> {
            int callers = Loaded.LIB_C.getpriority(ONE_THREAD, CALLING_THREAD);
            return threads.stream().allMatch(id -> Loaded.LIB_C.setpriority(ONE_THREAD, id, callers) == 0);
        });
        return raised || Runtime.getRuntime().availableProcessors() > 1 || lower(nice);
    }

    /**
     * Lets the calling thread run as soon as it is woken, if it has not had more than its share. It is the thread's wish for
     * a shorter slice, which Linux knows since 6.12; one before that takes no notice.
     *
     * @return whether it was accepted
     */
    public static boolean wakeSoon() {
        Optional<Long> call = setAttributesCall();
        return call.isPresent()
                && tried(() -> {
                    int size = 48;
                    try (Memory attributes = new Memory(size)) {
                        attributes.clear();
                        attributes.setInt(0, size);
                        // What the thread starts is not to be like it (SCHED_FLAG_RESET_ON_FORK); its niceness stays.
                        attributes.setLong(8, 1);
                        attributes.setInt(16, Loaded.LIB_C.getpriority(ONE_THREAD, CALLING_THREAD));
                        attributes.setLong(24, SHORT_SLICE_NS);
                        return Loaded.LIB_C
                                        .syscall(new NativeLong(call.get()), CALLING_THREAD, attributes, 0)
                                        .intValue()
                                == 0;
                    }
                });
    }

    /** The number of sched_setattr, for which the C library had no name until 2025. */
    private static Optional<Long> setAttributesCall() {
        return switch (Platform.ARCH) {
            case "x86-64" -> Optional.of(314L);
            case "aarch64" -> Optional.of(274L);
            default -> Optional.empty();
        };
    }

    private static List<Integer> threads(String name) {
        if (!Platform.isLinux()) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(THREADS)) {
            return all.filter(thread -> nameOf(thread).startsWith(name))
                    .map(thread -> Integer.valueOf(thread.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            LOG.debug("the threads are not listed", e);
            return List.of();
        }
    }

    private static String nameOf(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException ended) {
            return "";
        }
    }

    private static boolean tried(Supplier<Boolean> call) {
        try {
            return Platform.isLinux() && call.get();
        } catch (LastErrorException | LinkageError e) {
            LOG.debug("threads keep their place", e);
            return false;
        }
    }
}
