package volley.simulator;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import volley.simulator.engine.EngineConfig;
import volley.simulator.engine.EngineDriver;
import volley.simulator.engine.EngineRequest;
import volley.simulator.engine.EngineStats;
import volley.simulator.engine.HostTierConfig;
import volley.simulator.http.AnswerModel;
import volley.simulator.http.AnswerRequest;
import volley.simulator.http.AnswerSink;
import volley.simulator.http.CacheTiers;
import volley.simulator.http.CachedTokens;
import volley.simulator.http.ModelLoad;
import volley.simulator.http.NanoTimer;

/**
 * The engine in real time, behind the HTTP server. One thread owns the engine and sleeps until the next step ends; event
 * loops only leave commands in a mailbox, in order, and never wait.
 */
public final class EngineModel implements AnswerModel {
    private final EngineDriver driver;
    private final int longestRequestTokens;
    private final int maxQueued;
    private final CacheTiers tiers;
    private final ConcurrentLinkedQueue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger inMailbox = new AtomicInteger();
    /** Requests taken from the mailbox since the last snapshot; of the engine's thread. */
    private int taken;

    private final AtomicLong ids = new AtomicLong();
    private final Thread thread;
    private volatile Snapshot snapshot;
    private volatile boolean closed;

    private record Snapshot(EngineStats stats, int inFrontEnd, EngineDriver.StepCost cost) {}

    /**
     * Starts the engine's thread.
     *
     * @param speedup how much faster than the time model
     * @param maxQueuedRequests refuse requests while so many wait; absent: never
     */
    public EngineModel(EngineConfig config, double speedup, OptionalInt maxQueuedRequests) {
        driver = new EngineDriver(config, speedup, System::nanoTime);
        longestRequestTokens = driver.engine().longestRequestTokens();
        Optional<HostTierConfig> host = config.cache().hostTier();
        tiers = new CacheTiers(
                host.isPresent(),
                host.flatMap(HostTierConfig::storage).map(tier -> tier.backend().sglangName()));
        maxQueued = maxQueuedRequests.orElse(Integer.MAX_VALUE);
        snapshot = snapshotNow();
        thread = new Thread(this::run, "volley-engine");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public int longestRequestTokens() {
        return longestRequestTokens;
    }

    @Override
    public CacheTiers cacheTiers() {
        return tiers;
    }

    @Override
    public boolean queueIsFull() {
        return waiting() >= maxQueued;
    }

    @Override
    public Running start(AnswerRequest request, NanoTimer timer, AnswerSink sink) {
        long id = ids.incrementAndGet();
        // As many ids as tokens will be sent: the engine counts tokens by them.
        int[] answer = Arrays.copyOf(request.answerIds(), request.outputTokens());
        EngineRequest submitted = new EngineRequest(id, request.promptIds(), answer);
        inMailbox.incrementAndGet();
        post(() -> {
            taken++;
            driver.submit(submitted, request.arrivalNs(), (event, atNs) -> {
                if (event.outputIndex() == 0) {
                    sink.scheduled(driver.queueNs(event, request.arrivalNs(), atNs), driver.prefillNs(event));
                    sink.prefilled(new CachedTokens(
                            event.cachedDeviceTokens(), event.cachedHostTokens(), event.cachedStorageTokens()));
                }
                sink.tokens(1);
            });
        });
        return () -> post(() -> driver.cancel(id));
    }

    /** Takes effect before every request that comes after it. */
    @Override
    public void flush() {
        post(() -> driver.engine().flushCache());
    }

    @Override
    public void clearStorage() {
        post(() -> driver.engine().clearStorage());
    }

    @Override
    public Optional<ModelLoad> load() {
        EngineStats stats = snapshot.stats();
        return Optional.of(ModelLoad.builder()
                .runningRequests(stats.runningRequests())
                .queuedRequests(waiting())
                .usedTokens(stats.deviceCachedTokens() + stats.devicePrivateTokens())
                .capacityTokens(stats.deviceCapacityTokens())
                .hostTokens(stats.hostCachedTokens())
                .storageTokens(stats.storageCachedTokens())
                .evictedTokens(stats.evictedTokens())
                .retractions(stats.retractions())
                .steps(cost().steps())
                .stepWallNs(cost().totalNs())
                .build());
    }

    /** What the engine's steps have cost in real time. */
    public EngineDriver.StepCost cost() {
        return snapshot.cost();
    }

    private int waiting() {
        Snapshot now = snapshot;
        return inMailbox.get() + now.inFrontEnd() + now.stats().queuedRequests();
    }

    private void post(Runnable command) {
        mailbox.add(command);
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            for (Runnable command = mailbox.poll(); command != null; command = mailbox.poll()) {
                command.run();
            }
            driver.advance(System.nanoTime());
            snapshot = snapshotNow();
            // Only now: a request is counted in one of the two places at any time.
            inMailbox.addAndGet(-taken);
            taken = 0;
            long nextNs = driver.nextNs();
            if (!mailbox.isEmpty()) {
                continue;
            }
            if (nextNs == Long.MAX_VALUE) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, Math.max(0, nextNs - System.nanoTime()));
            }
        }
    }

    private Snapshot snapshotNow() {
        return new Snapshot(driver.engine().stats(), driver.inFrontEnd(), driver.cost());
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
