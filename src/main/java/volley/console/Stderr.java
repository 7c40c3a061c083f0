package volley.console;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Standard error: a terminal, whose lines can be written over, or a pipe or file, which gets plain lines. */
public final class Stderr {
    private static final Path LINK = Path.of("/proc/self/fd/2");
    private static final int PLAIN_INTERVAL_MS = 5_000;
    private static final int PLAIN_WIDTH = 100;

    private Stderr() {}

    /**
     * Whether it is one; where there is no {@code /proc}, whether standard input and output are, as they are not in a run that
     * {@code bin/volley} starts.
     */
    public static boolean isTerminal() {
        if ("dumb".equals(System.getenv("TERM"))) {
            return false;
        }
        try {
            return isTerminal(Files.readSymbolicLink(LINK));
        } catch (IOException | UnsupportedOperationException e) {
            return hasConsole();
        }
    }

    /** Since JDK 22 there is a console where there is no terminal, too, and it tells. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean hasConsole() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException beforeJdk22) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isTerminal(Path device) {
        String name = device.toString();
        return name.startsWith("/dev/pts/") || name.startsWith("/dev/tty") || name.equals("/dev/console");
    }

    /** A progress bar: drawn over on a terminal, elsewhere a line every five seconds and at its end. */
    public static ProgressBarBuilder bar() {
        return isTerminal()
                ? new ProgressBarBuilder().setConsumer(new ConsoleProgressBarConsumer(System.err))
                : plainBar(System.err::println);
    }

    static ProgressBarBuilder plainBar(Consumer<String> lines) {
        return new ProgressBarBuilder()
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(PLAIN_INTERVAL_MS)
                .setConsumer(
                        new DelegatingProgressBarConsumer(line -> lines.accept(line.stripTrailing()), PLAIN_WIDTH));
    }
}
