package volley.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/** Waits for what another process writes, woken by the file system. */
final class FolderWatch {
    private static final long TIMEOUT_SECONDS = 60;

    private FolderWatch() {}

    /** Something that becomes true of a folder's files. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /**
     * Looks at once, and again each time a file of the folder changes, until it holds.
     *
     * @param what for the failure's message, after a minute without a change
     */
    static void until(Path folder, String what, Condition condition) throws IOException, InterruptedException {
        try (WatchService watch = folder.getFileSystem().newWatchService()) {
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (!condition.holds()) {
                WatchKey key = watch.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                assertThat(key).as("%s in %s", what, folder).isNotNull();
                key.pollEvents();
                key.reset();
            }
        }
    }
}
