package volley.monitor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import volley.monitor.Interference.Kind;
import volley.os.DaemonThread;

/** Watches this process and its machine while a run goes. */
public final class Monitor implements AutoCloseable {
    private static final long PROBE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long STEAL_INTERVAL_MS = 100;
    private static final Path PROC_STAT = Path.of("/proc/stat");

    private final double thresholdMs;
    private final InterferenceLog log;
    private final GcPauses pauses;
    private final CpuSteal steal;
    private final List<LagProbe> probes = new ArrayList<>();
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> DaemonThread.of("volley-monitor", task));

    private Monitor(double thresholdMs) {
        this.thresholdMs = thresholdMs;
        this.log = new InterferenceLog(Math.round(thresholdMs * 1e6));
        this.pauses = GcPauses.listen(log);
        this.steal = new CpuSteal(PROC_STAT, System::nanoTime, log);
    }

    /**
     * Begins.
     *
     * @param thresholdMs disturbances shorter than this are not noted
     * @param eventLoops threads whose lateness is one
     */
    public static Monitor start(double thresholdMs, Iterable<? extends ScheduledExecutorService> eventLoops) {
        Monitor monitor = new Monitor(thresholdMs);
        eventLoops.forEach(eventLoop -> monitor.probe(Kind.EVENT_LOOP_LAG, eventLoop));
        monitor.probe(Kind.SCHEDULER_LAG, monitor.thread);
        if (monitor.steal.isKnown()) {
            var unused = monitor.thread.scheduleAtFixedRate(
                    monitor.steal::look, STEAL_INTERVAL_MS, STEAL_INTERVAL_MS, TimeUnit.MILLISECONDS);
        }
        return monitor;
    }

    private void probe(Kind kind, ScheduledExecutorService executor) {
        LagProbe probe = new LagProbe(kind, PROBE_INTERVAL_NS, System::nanoTime, log);
        probes.add(probe);
        probe.start(executor);
    }

    /**
     * Turns were held back.
     *
     * @param fromNs since when, on the nanosecond clock
     * @param toNs until when
     */
    public void turnsHeld(long fromNs, long toNs) {
        log.add(Kind.TURNS_HELD, fromNs, toNs);
    }

    /** Kinds that can be measured on this machine. */
    public Set<Kind> measured() {
        Set<Kind> measured = EnumSet.allOf(Kind.class);
        if (!steal.isKnown()) {
            measured.remove(Kind.CPU_STEAL);
        }
        return measured;
    }

    /** What was found so far, in the order it was found, but for the first {@code known}. */
    public List<Interference> foundAfter(int known) {
        return log.foundAfter(known);
    }

    /**
     * What was found in a part of its time, beside the slowest requests of it.
     *
     * @param fromNs beginning of that part, on the nanosecond clock
     * @param toNs its end
     */
    public Disturbances disturbances(SlowRequests slow, long fromNs, long toNs) {
        return Disturbances.of(thresholdMs, measured(), log.found(), log.left(), slow, fromNs, toNs);
    }

    @Override
    public void close() {
        pauses.close();
        probes.forEach(LagProbe::stop);
        thread.shutdownNow();
    }
}
