package volley.play;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import volley.os.OpenFiles;

/** What keeps the client itself from going on, so that the server is not blamed for it. */
final class OwnTrouble {
    private static final double NEARLY_ALL = 0.95;
    private static final int MIB = 1 << 20;

    private OwnTrouble() {}

    /** What is wrong with this process now, ready to be said; nothing: no trouble is known. */
    static List<String> now() {
        List<String> troubles = new ArrayList<>();
        OptionalLong limit = OpenFiles.limit();
        if (limit.isPresent() && OpenFiles.now() >= NEARLY_ALL * limit.getAsLong()) {
            troubles.add("has " + OpenFiles.now() + " files open of " + limit.getAsLong() + " (ulimit -n)");
        }
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage kept = pool.getType() == MemoryType.HEAP ? pool.getCollectionUsage() : null;
            // The pool that everything ends up in has nearly the whole heap's size.
            if (kept != null
                    && kept.getMax() > Runtime.getRuntime().maxMemory() / 2
                    && kept.getUsed() >= NEARLY_ALL * kept.getMax()) {
                troubles.add("has " + kept.getUsed() / MIB + " MiB in use of a heap of "
                        + Runtime.getRuntime().maxMemory() / MIB + " (-Xmx)");
            }
        }
        long[] deadlocked = ManagementFactory.getThreadMXBean().findDeadlockedThreads();
        if (deadlocked != null) {
            troubles.add("has " + deadlocked.length + " threads that wait for each other: please report this as a bug");
        }
        return troubles;
    }
}
