package volley.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LinuxSchedulerTest {
    private static final Path OWN = Path.of("/proc/thread-self/stat");

    /** Of the fields of stat behind the name, which may contain blanks. */
    private static final int NICE_FIELD = 16;

    private static final int CAP_SYS_NICE = 23;

    private static int niceness(Path stat) {
        try {
            String line = Files.readString(stat);
            return Integer.parseInt(line.substring(line.lastIndexOf(')') + 2).split(" ")[NICE_FIELD]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aThreadStepsBackAloneAndForGood() throws Exception {
        int before = niceness(OWN);
        FutureTask<Integer> lowered = new FutureTask<>(() -> {
            assertThat(LinuxScheduler.lower(before + 3)).isTrue();
            return niceness(OWN);
        });
        new Thread(lowered).start();
        assertThat(lowered.get()).isEqualTo(before + 3);
        assertThat(niceness(OWN)).isEqualTo(before);
    }

    @Test
    void threadsAreFoundByTheFirst15BytesOfTheirNames() throws Exception {
        int before = niceness(OWN);
        CountDownLatch named = new CountDownLatch(2);
        CountDownLatch lowered = new CountDownLatch(1);
        FutureTask<Integer> one = waiting(named, lowered);
        FutureTask<Integer> other = waiting(named, lowered);
        new Thread(one, "to be lowered A").start();
        new Thread(other, "to stay").start();
        named.await();
        assertThat(LinuxScheduler.lowerThreads("to be lowered", before + 4)).isEqualTo(1);
        assertThat(LinuxScheduler.lowerThreads("nobody", before + 4)).isZero();
        lowered.countDown();
        assertThat(one.get()).isEqualTo(before + 4);
        assertThat(other.get()).isEqualTo(before);
    }

    @Test
    void whoMayTakesAStepBackBack() throws Exception {
        int before = niceness(OWN);
        CountDownLatch named = new CountDownLatch(2);
        CountDownLatch taken = new CountDownLatch(1);
        FutureTask<Integer> one = waiting(named, taken);
        FutureTask<Integer> other = waiting(named, taken);
        new Thread(one, "to be raised A").start();
        new Thread(other, "to be left").start();
        named.await();
        assertThat(LinuxScheduler.lowerThreads("to be", before + 4)).isEqualTo(2);
        FutureTask<Integer> caller = new FutureTask<>(() -> {
            assertThat(LinuxScheduler.besideCaller("to be raised", before + 4)).isTrue();
            return niceness(OWN);
        });
        new Thread(caller).start();
        int callers = caller.get();
        taken.countDown();
        assertThat(other.get()).isEqualTo(before + 4);
        if (maySetNiceness()) {
            assertThat(one.get()).isEqualTo(before);
            assertThat(callers).isEqualTo(before);
        } else {
            assertThat(one.get()).isEqualTo(before + 4);
            assertThat(callers).isEqualTo(Runtime.getRuntime().availableProcessors() > 1 ? before : before + 4);
        }
    }

    private static boolean maySetNiceness() throws IOException {
        String effective = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("CapEff:"))
                .findFirst()
                .orElseThrow();
        return ((Long.parseUnsignedLong(effective.split("\\s+")[1], 16) >> CAP_SYS_NICE) & 1) == 1;
    }

    private static FutureTask<Integer> waiting(CountDownLatch started, CountDownLatch lowered) {
        return new FutureTask<>(() -> {
            started.countDown();
            lowered.await();
            return niceness(OWN);
        });
    }

    @Test
    void aDaemonThreadMayStepBack() throws Exception {
        int before = niceness(OWN);
        FutureTask<Integer> task = new FutureTask<>(() -> niceness(OWN));
        Thread thread = DaemonThread.of("any", before + 5, task);
        assertThat(thread.isDaemon()).isTrue();
        thread.start();
        assertThat(task.get()).isEqualTo(before + 5);
    }

    @Test
    void theWishForAShortSliceIsTakenAndLeavesTheNiceness() throws Exception {
        assumeThat(System.getProperty("os.arch")).isIn("amd64", "aarch64");
        int before = niceness(OWN);
        FutureTask<Integer> task = new FutureTask<>(() -> {
            LinuxScheduler.lower(before + 2);
            assertThat(LinuxScheduler.wakeSoon()).isTrue();
            return niceness(OWN);
        });
        new Thread(task).start();
        assertThat(task.get()).isEqualTo(before + 2);
    }
}
