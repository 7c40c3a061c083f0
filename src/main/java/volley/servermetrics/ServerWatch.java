package volley.servermetrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import volley.os.DaemonThread;
import volley.os.LinuxScheduler;

/**
 * Reads servers' {@code /metrics} from before a run to after it, on a thread of its own that steps back behind those that
 * read answers. A server that is slow to answer delays only its own figures.
 */
public final class ServerWatch implements AutoCloseable {
    /** How often they are asked while the run goes. */
    public static final Duration INTERVAL = Duration.ofSeconds(1);

    /** A server's last counts may come some steps after its last answer. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private static final Duration SETTLING_STEP = Duration.ofMillis(100);

    /** An hour of 27 servers. */
    private static final int MOST = 100_000;

    private final List<MetricsSource> sources;
    private final List<ServerSample> samples = new ArrayList<>();
    private volatile Future<?> again;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            task -> DaemonThread.of("volley-server-metrics", LinuxScheduler.BEHIND_READING, task));

    private ServerWatch(List<MetricsSource> sources) {
        this.sources = sources;
    }

    /**
     * Asks every server once, which is what the run's traffic is counted from, and then again and again.
     *
     * @param silent told in one line why there are no figures, if there is a server to ask and none answers
     * @return nothing then, or without a server to ask
     */
    public static Optional<ServerWatch> begin(List<MetricsSource> sources, Consumer<String> silent) {
        return begin(sources, INTERVAL, silent);
    }

    static Optional<ServerWatch> begin(List<MetricsSource> sources, Duration interval, Consumer<String> silent) {
        ServerWatch watch = new ServerWatch(List.copyOf(sources));
        List<ServerSample> first = watch.on(() -> watch.askAll(MetricsSource::askFirst), MetricsSource.FIRST_TIMEOUT)
                .orElse(List.of());
        if (first.stream().allMatch(sample -> sample.failure().isPresent())) {
            watch.close();
            first.stream().limit(1).forEach(sample -> sample.failure().ifPresent(silent));
            return Optional.empty();
        }
        long ns = interval.toNanos();
        // After a slow answer there is nothing to catch up with.
        watch.again = watch.thread.scheduleWithFixedDelay(watch::askAll, ns, ns, TimeUnit.NANOSECONDS);
        return Optional.of(watch);
    }

    /** Answers so far, but for the first {@code known}. Not waited for. */
    public List<ServerSample> after(int known) {
        synchronized (samples) {
            return List.copyOf(samples.subList(Math.min(known, samples.size()), samples.size()));
        }
    }

    /**
     * Asks a last time, and again until the answers make a whole or two seconds have gone.
     *
     * @param whole whether what the servers told so far accounts for all that was sent
     * @return all answers, with times on the clock of the sources
     */
    public List<ServerSample> end(Predicate<List<ServerSample>> whole) {
        // A run that a signal ends has its last figures, too.
        boolean interrupted = Thread.interrupted();
        long until = System.nanoTime() + SETTLING.toNanos();
        on(() -> {
            again.cancel(false);
            return askAll();
        });
        while (!whole.test(after(0))
                && System.nanoTime() < until
                && !Thread.currentThread().isInterrupted()) {
            on(() -> {
                TimeUnit.NANOSECONDS.sleep(SETTLING_STEP.toNanos());
                return askAll();
            });
        }
        close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return after(0);
    }

    /** Runs on the watch's thread, so that nobody else ever asks; empty if it is too late for that. */
    private <T> Optional<T> on(Callable<T> task) {
        return on(task, MetricsSource.TIMEOUT);
    }

    /** @param each how long one source may take */
    private <T> Optional<T> on(Callable<T> task, Duration each) {
        try {
            return Optional.of(thread.submit(task).get(each.toNanos() * (sources.size() + 1L), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            return Optional.empty();
        }
    }

    private List<ServerSample> askAll() {
        return askAll(MetricsSource::ask);
    }

    private List<ServerSample> askAll(Function<MetricsSource, ServerSample> ask) {
        List<ServerSample> answers = new ArrayList<>();
        for (MetricsSource source : sources) {
            answers.add(ask.apply(source));
        }
        synchronized (samples) {
            if (samples.size() >= MOST) {
                // what the run ends with is needed; it takes the place of the answers before it
                samples.subList(samples.size() - answers.size(), samples.size()).clear();
            }
            samples.addAll(answers);
        }
        return answers;
    }

    @Override
    public void close() {
        thread.shutdownNow();
        sources.forEach(MetricsSource::close);
    }
}
