package volley.live;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** A line on how a run goes: rewritten on a terminal, one after the other elsewhere. Silent while there is no run. */
public final class ProgressLine implements AutoCloseable {
    private static final int WIDTH = 118;

    private final String name;
    private final LiveFigures figures;
    private final int plannedTurns;
    private final IntSupplier inFlight;
    private final PrintStream out;
    private final boolean terminal;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread worker = new Thread(task, "volley-progress");
        worker.setDaemon(true);
        return worker;
    });

    /**
     * @param name the run's
     * @param inFlight requests sent and not ended
     * @param terminal whether a line can be written over
     */
    public ProgressLine(
            String name,
            LiveFigures figures,
            int plannedTurns,
            IntSupplier inFlight,
            PrintStream out,
            boolean terminal) {
        this.name = name;
        this.figures = figures;
        this.plannedTurns = plannedTurns;
        this.inFlight = inFlight;
        this.out = out;
        this.terminal = terminal;
    }

    /** Writes it every so many seconds until it is closed. */
    public void start(double intervalSeconds) {
        long intervalNs = Math.round(intervalSeconds * 1e9);
        var unused = thread.scheduleAtFixedRate(this::write, intervalNs, intervalNs, TimeUnit.NANOSECONDS);
    }

    /** Writes it once. */
    void write() {
        LiveFigures.Look look = figures.look();
        int underWay = inFlight.getAsInt();
        if (underWay == 0 && (look.turns() == 0 || look.turns() >= plannedTurns)) {
            return;
        }
        String line = String.format(
                Locale.ROOT,
                "%s: %,d of %,d turns, %,d in flight, %,d failed; TTFT p50 %s, p99 %s; %,.0f tokens/s",
                name,
                look.turns(),
                plannedTurns,
                underWay,
                look.failed(),
                milliseconds(look.ttftP50Ms()),
                milliseconds(look.ttftP99Ms()),
                look.tokensPerSecond());
        if (terminal) {
            out.print("\r" + line + " ".repeat(Math.max(0, WIDTH - line.length())));
            out.flush();
        } else {
            out.println(line);
        }
    }

    private static String milliseconds(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,.1f ms", value);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        if (terminal) {
            out.println();
        }
    }
}
