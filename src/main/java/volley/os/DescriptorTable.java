package volley.os;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The operating system's table of this process's open files and connections. Linux doubles it when it is full (at 256,
 * 512, 1,024 ...) and does not make it smaller again. In a process of several threads the one that opens the file waits for
 * that ({@code synchronize_rcu} in {@code expand_fdtable}): 10 to 25 ms, for which an event loop reads nothing.
 */
public final class DescriptorTable {
    /** More take a second to open. */
    private static final int MAX_FILES = 1 << 15;

    private DescriptorTable() {}

    /**
     * Makes room, so that connections of the run need not wait for it. Less than asked for where that many files may not
     * be open.
     *
     * @param connections that can be open at the same time, beside what is open now
     * @param file any that can be read
     */
    public static void makeRoom(int connections, Path file) {
        List<Closeable> open = new ArrayList<>();
        try {
            for (int i = 0; i < Math.min(connections, MAX_FILES); i++) {
                open.add(FileChannel.open(file));
            }
        } catch (IOException ignored) {
            // The run will say so, if it needs that many.
        } finally {
            open.forEach(DescriptorTable::close);
        }
    }

    private static void close(Closeable file) {
        try {
            file.close();
        } catch (IOException ignored) {
            // It was only read.
        }
    }
}
