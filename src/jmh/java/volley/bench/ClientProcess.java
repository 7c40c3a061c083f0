package volley.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Runs a client's command and measures what the command and all processes that descend from it take. Linux only. */
final class ClientProcess {
    /** Exit code of a command that was ended because it took too long, as {@code timeout} has it. */
    static final int TIMED_OUT = 124;

    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final Duration SELDOM = Duration.ofMillis(500);
    private static final double TICKS_A_SECOND = 100;
    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int CHILDRENS_UTIME = 13;
    private static final int CHILDRENS_STIME = 14;

    /** CPU time of the living processes at a moment, with that of their ended children. */
    record CpuSample(long atNs, double cpuSeconds) {}

    /**
     * @param execNs just before the command began, on the clock of {@link System#nanoTime()}
     * @param exitNs when it had ended
     * @param cpuSeconds of the command and its descendants, as the kernel told when they had ended
     * @param peakBytes the largest sum of the processes' proportional set sizes that was seen
     * @param peakProcesses the largest number of them
     */
    record Measured(
            long execNs,
            long exitNs,
            int exitCode,
            double cpuSeconds,
            long peakBytes,
            int peakProcesses,
            List<CpuSample> samples) {
        /** CPU time from a moment to another, interpolated; NaN if there are no samples on both sides. */
        double cpuSecondsBetween(long fromNs, long toNs) {
            return cpuSecondsUntil(toNs) - cpuSecondsUntil(fromNs);
        }

        private double cpuSecondsUntil(long atNs) {
            CpuSample before = new CpuSample(execNs, 0);
            for (CpuSample sample : samples) {
                if (sample.atNs >= atNs) {
                    double part = (double) (atNs - before.atNs) / (sample.atNs - before.atNs);
                    return before.cpuSeconds + part * (sample.cpuSeconds - before.cpuSeconds);
                }
                before = sample;
            }
            double part = (double) (atNs - before.atNs) / (exitNs - before.atNs);
            return atNs > exitNs ? Double.NaN : before.cpuSeconds + part * (cpuSeconds - before.cpuSeconds);
        }
    }

    private long peakBytes;
    private int peakProcesses;
    private final List<CpuSample> samples = new ArrayList<>();

    private ClientProcess() {}

    /**
     * @param folder that it runs in
     * @param log takes its output
     * @param limit after which it and its descendants are ended
     */
    static Measured run(List<String> command, Map<String, String> environment, Path folder, Path log, Duration limit)
            throws IOException, InterruptedException {
        return new ClientProcess().measure(command, environment, folder, log, limit);
    }

    private Measured measure(
            List<String> command, Map<String, String> environment, Path folder, Path log, Duration limit)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        double before = endedChildrensCpuSeconds();
        long execNs = System.nanoTime();
        Process process = builder.start();
        boolean timedOut = false;
        Duration pause = OFTEN;
        while (!process.waitFor(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            sample(process);
            long nowNs = System.nanoTime();
            pause = nowNs - execNs < Duration.ofSeconds(5).toNanos() ? OFTEN : SELDOM;
            if (nowNs - execNs > limit.toNanos()) {
                timedOut = true;
                List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                        .toList();
                all.forEach(ProcessHandle::destroyForcibly);
                process.waitFor();
                break;
            }
        }
        long exitNs = System.nanoTime();
        return new Measured(
                execNs,
                exitNs,
                timedOut ? TIMED_OUT : process.exitValue(),
                endedChildrensCpuSeconds() - before,
                peakBytes,
                peakProcesses,
                samples);
    }

    private void sample(Process process) {
        long[] pids = LongStream.concat(
                        LongStream.of(process.pid()), process.descendants().mapToLong(ProcessHandle::pid))
                .toArray();
        double cpuSeconds = 0;
        long bytes = 0;
        for (long pid : pids) {
            cpuSeconds += cpuSeconds("/proc/" + pid + "/stat", UTIME, STIME, CHILDRENS_UTIME, CHILDRENS_STIME);
            bytes += proportionalBytes(pid);
        }
        samples.add(new CpuSample(System.nanoTime(), cpuSeconds));
        peakBytes = Math.max(peakBytes, bytes);
        peakProcesses = Math.max(peakProcesses, pids.length);
    }

    private static double endedChildrensCpuSeconds() {
        return cpuSeconds("/proc/self/stat", CHILDRENS_UTIME, CHILDRENS_STIME);
    }

    /** Sum of some fields of a {@code stat} file, counted from the state; 0 of a process that has gone. */
    private static double cpuSeconds(String file, int... fields) {
        try {
            String stat = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
            String[] values = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            double ticks = 0;
            for (int field : fields) {
                ticks += Long.parseLong(values[field]);
            }
            return ticks / TICKS_A_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long proportionalBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElse(0)
                    * 1024;
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
