package volley.os;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends this process as SIGTERM does when the one that started it is gone, however it went: that one holds the other end of
 * this one's standard input, which the operating system closes for it.
 */
public final class LauncherWatch {
    /** System property by which the process that started this one says that it is to be watched. */
    private static final String PROPERTY = "launcher.watch";

    /** The option of the JVM that asks for the watch; its standard input must then be a pipe that nothing is written to. */
    public static final String OPTION = "-D" + PROPERTY + "=true";

    /** As the JVM ends by SIGTERM. */
    private static final int TERMINATED = 143;

    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private LauncherWatch() {}

    /** Starts to watch if that is asked for; once only. */
    public static void start() {
        if (Boolean.getBoolean(PROPERTY) && STARTED.compareAndSet(false, true)) {
            DaemonThread.of("volley-launcher-watch", LauncherWatch::endWithLauncher)
                    .start();
        }
    }

    private static void endWithLauncher() {
        try {
            while (System.in.read() >= 0) {
                // nothing is written to it
            }
        } catch (IOException e) {
            // its other end is gone as well
        }
        System.exit(TERMINATED);
    }
}
