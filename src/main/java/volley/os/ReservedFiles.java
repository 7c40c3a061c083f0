package volley.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Places in this process's table of open files, kept for those that must not fail: connections may take all others. Fewer
 * where fewer can be had.
 */
public final class ReservedFiles {
    private final Deque<FileChannel> places = new ArrayDeque<>();

    /**
     * @param count of places
     * @param file any that can be read
     */
    public ReservedFiles(int count, Path file) {
        try {
            for (int i = 0; i < count; i++) {
                places.add(FileChannel.open(file));
            }
        } catch (IOException e) {
            // Whoever needs more than these will say so.
        }
    }

    /** Gives up to so many places back, to be taken at once. */
    public synchronized void release(int count) {
        for (int i = 0; i < count && !places.isEmpty(); i++) {
            try {
                places.remove().close();
            } catch (IOException e) {
                // It was only read.
            }
        }
    }
}
