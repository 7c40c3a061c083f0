package volley.os;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends this process as SIGTERM does when the one that started it is gone, however it went. One that asks for it holds the
 * other end of this one's standard input, which the operating system closes for it. Maven does not ask, and is known by its
 * command; any other may be a shell that is closed while its run is meant to go on.
 */
public final class LauncherWatch {
    /** System property by which the process that started this one says that it is to be watched. */
    private static final String PROPERTY = "launcher.watch";

    /** The option of the JVM that asks for the watch; its standard input must then be a pipe that nothing is written to. */
    public static final String OPTION = "-D" + PROPERTY + "=true";

    /** As the JVM ends by SIGTERM. */
    private static final int TERMINATED = 143;

    /** Main class of Maven's process. */
    private static final String MAVEN = "org.codehaus.plexus.classworlds.launcher.Launcher";

    private static final AtomicBoolean STARTED = new AtomicBoolean();

    private LauncherWatch() {}

    /** Starts to watch if that is asked for, or if Maven has started this process; once only. */
    public static void start() {
        if (!STARTED.compareAndSet(false, true)) {
            return;
        }
        if (Boolean.getBoolean(PROPERTY)) {
            DaemonThread.of("volley-launcher-watch", LauncherWatch::endWithLauncher)
                    .start();
        } else {
            maven().ifPresent(launcher -> {
                var unused = launcher.onExit().thenRun(() -> System.exit(TERMINATED));
            });
        }
    }

    private static Optional<ProcessHandle> maven() {
        return ProcessHandle.current().parent().filter(launcher -> launcher.info()
                .commandLine()
                .map(command -> command.contains(MAVEN))
                .orElse(false));
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
