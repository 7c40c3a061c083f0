package volley.monitor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import volley.monitor.Interference.Kind;

/**
 * Reads how long the hypervisor ran others while this machine had work: the eighth number of {@code /proc/stat}, in
 * ticks of 10 ms over all processors. When within the time between two looks it was is not known: the whole of that time
 * counts as disturbed.
 */
final class CpuSteal {
    private static final int STEAL_COLUMN = 8;
    private static final long UNKNOWN = -1;

    private final Path procStat;
    private final LongSupplier nanoClock;
    private final InterferenceLog log;
    private long stealTicks;
    private long lookedNs;

    /** @param procStat absent where this is not Linux */
    CpuSteal(Path procStat, LongSupplier nanoClock, InterferenceLog log) {
        this.procStat = procStat;
        this.nanoClock = nanoClock;
        this.log = log;
        this.stealTicks = read();
        this.lookedNs = nanoClock.getAsLong();
    }

    /** Whether the machine tells it. */
    boolean isKnown() {
        return stealTicks != UNKNOWN;
    }

    void look() {
        long ticks = read();
        long nowNs = nanoClock.getAsLong();
        if (ticks > stealTicks && stealTicks != UNKNOWN) {
            log.add(Kind.CPU_STEAL, lookedNs, nowNs);
        }
        stealTicks = ticks;
        lookedNs = nowNs;
    }

    private long read() {
        try (Stream<String> lines = Files.lines(procStat)) {
            String[] all = lines.findFirst().orElse("").split(" +");
            return all[0].equals("cpu") && all.length > STEAL_COLUMN ? Long.parseLong(all[STEAL_COLUMN]) : UNKNOWN;
        } catch (IOException | NumberFormatException e) {
            return UNKNOWN;
        }
    }
}
