package volley.dataset;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import volley.console.Stderr;

/**
 * A progress bar that appears only once the work has taken two seconds, so that short work prints nothing. Steps may come
 * from any thread.
 */
public final class SlowProgress implements AutoCloseable {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    private final String task;
    private final long max;
    private final String unit;
    private final long unitSize;
    private final LongSupplier nanoClock;
    private final Supplier<ProgressBarBuilder> bars;
    private final long startedNanos;
    private long done;
    private ProgressBar bar;

    /**
     * @param unit name of the unit shown, worth {@code unitSize} steps
     * @param max steps of the whole work
     * @param bars how the bar is drawn; null for none
     */
    SlowProgress(
            String task,
            long max,
            String unit,
            long unitSize,
            LongSupplier nanoClock,
            Supplier<ProgressBarBuilder> bars) {
        this.task = task;
        this.max = max;
        this.unit = unit;
        this.unitSize = unitSize;
        this.nanoClock = nanoClock;
        this.bars = bars;
        this.startedNanos = nanoClock.getAsLong();
    }

    /**
     * On stderr.
     *
     * @param max steps of the whole work, of one {@code unit} each
     * @param shown false for no bar at all
     */
    public static SlowProgress of(String task, long max, String unit, boolean shown) {
        return new SlowProgress(task, max, unit, 1, System::nanoTime, shown ? Stderr::bar : null);
    }

    /** For work that is short. */
    static SlowProgress none() {
        return new SlowProgress("", 0, "", 1, () -> 0, null);
    }

    /** So many more steps are done. */
    public synchronized void step(long steps) {
        done += steps;
        if (bar != null) {
            bar.stepTo(done);
        } else if (bars != null) {
            long elapsedNanos = nanoClock.getAsLong() - startedNanos;
            if (elapsedNanos > PATIENCE_NANOS) {
                bar = bars.get()
                        .setTaskName(task)
                        .setInitialMax(max)
                        .setUnit(unit, unitSize)
                        .startsFrom(done, Duration.ofNanos(elapsedNanos))
                        .build();
            }
        }
    }

    /** The stream, whose bytes are counted as steps when read. */
    InputStream count(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read() throws IOException {
                int b = super.read();
                step(b < 0 ? 0 : 1);
                return b;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int read = super.read(target, offset, length);
                step(Math.max(0, read));
                return read;
            }
        };
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
