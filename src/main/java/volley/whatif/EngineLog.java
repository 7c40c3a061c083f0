package volley.whatif;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import volley.servermetrics.ServerFigure;
import volley.servermetrics.ServerSample;
import volley.servermetrics.ServerSeries;
import volley.simulator.engine.EngineDriver;
import volley.simulator.engine.EngineStats;

/** What the engine has in hand at each second of virtual time, as a server's metrics would tell. */
final class EngineLog {
    private static final String NAME = "simulated engine";
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    /** From there on every second sample is given up, and the interval is twice as long. */
    private static final int MOST = 1024;

    private final List<ServerSample> samples = new ArrayList<>();
    private long intervalNs = INTERVAL_NS;
    private long dueNs;

    /** To be told before anything happens at a time: until then all is as it was after the last thing that happened. */
    void before(long nowNs, EngineDriver driver) {
        for (; dueNs <= nowNs; dueNs += intervalNs) {
            samples.add(sample(dueNs, driver));
            if (samples.size() == MOST) {
                thin();
            }
        }
    }

    /** To be told when all is over. */
    void end(long nowNs, EngineDriver driver) {
        samples.add(sample(nowNs, driver));
    }

    ServerSeries series() {
        return new ServerSeries(samples);
    }

    private void thin() {
        for (int i = 0; i < MOST / 2; i++) {
            samples.set(i, samples.get(2 * i));
        }
        samples.subList(MOST / 2, MOST).clear();
        intervalNs *= 2;
    }

    private static ServerSample sample(long atNs, EngineDriver driver) {
        EngineStats stats = driver.engine().stats();
        double used = (double) stats.deviceCachedTokens() + stats.devicePrivateTokens();
        Map<ServerFigure, Double> values = new EnumMap<>(ServerFigure.class);
        values.put(ServerFigure.RUNNING, (double) stats.runningRequests());
        values.put(ServerFigure.WAITING, (double) stats.queuedRequests() + driver.inFrontEnd());
        values.put(ServerFigure.KV_USAGE, used / stats.deviceCapacityTokens());
        values.put(ServerFigure.REQUESTS, (double) stats.finishedRequests());
        values.put(ServerFigure.GENERATED_TOKENS, (double) stats.generatedTokens());
        values.put(ServerFigure.PREEMPTIONS, (double) stats.retractions());
        return new ServerSample(NAME, atNs, 0, values, Optional.empty());
    }
}
