package volley.live;

import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import volley.os.DaemonThread;
import volley.os.LinuxScheduler;

/** A line on how a run goes: rewritten on a terminal, one after the other elsewhere. Silent while there is no run. */
public final class ProgressLine implements AutoCloseable {
    /** To the line's beginning, and no second row if the terminal is narrow: that could not be written over. */
    private static final String OVER = "\r\u001b[?7l";

    /** Clears what the line before had more, and lets others' lines go on in further rows again. */
    private static final String END = "\u001b[K\u001b[?7h";

    private final String name;
    private final LiveFigures figures;
    private int plannedTurns;
    private final IntSupplier inFlight;
    private final PrintStream out;
    private final boolean terminal;
    private boolean said;
    private boolean drawn;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> DaemonThread.of("volley-progress", LinuxScheduler.BEHIND_ALL, task));

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
    synchronized void write() {
        LiveFigures.Look look = figures.look();
        int underWay = inFlight.getAsInt();
        if (underWay == 0 && (look.turns() == 0 || look.turns() >= plannedTurns)) {
            leaveLine();
            return;
        }
        say(look, underWay);
    }

    /** A turn was recorded: with the last one, what was said before is said once more, of the whole run. */
    public synchronized void turnRecorded() {
        if (said && figures.turns() >= plannedTurns) {
            say(figures.look(), 0);
            leaveLine();
        }
    }

    /** So many of the planned turns will never be sent, since the run's time is over. */
    public synchronized void leaveOut(int turns) {
        plannedTurns -= turns;
        turnRecorded();
    }

    private void say(LiveFigures.Look look, int underWay) {
        said = true;
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
            out.print(OVER + line + END);
            out.flush();
            drawn = true;
        } else {
            out.println(line);
        }
    }

    private static String milliseconds(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%,.1f ms", value);
    }

    /** What is drawn stays, and what comes begins below it. */
    private synchronized void leaveLine() {
        if (drawn) {
            out.println();
            drawn = false;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        leaveLine();
    }
}
