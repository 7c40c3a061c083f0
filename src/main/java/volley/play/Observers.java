package volley.play;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntSupplier;
import volley.calibration.Calibration;
import volley.config.Settings;
import volley.console.Stderr;
import volley.live.LiveFigures;
import volley.live.MetricsEndpoint;
import volley.live.ProgressLine;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;
import volley.monitor.Monitor;
import volley.monitor.SlowRequests;
import volley.report.Results;

/**
 * Who looks on while a run goes, beside its results: the progress line, the metrics endpoint, the monitor of what disturbs
 * the client, the server's own figures, a calibration. Each is told of a turn when it is recorded, on the recorder's thread.
 */
public final class Observers {
    private final Settings.Output wanted;
    private final List<BiConsumer<TurnRecord, RequestFigures>> told = new CopyOnWriteArrayList<>();
    private final SlowRequests slowRequests;
    private final ServerObserver server = new ServerObserver();
    private Function<Path, Optional<Calibration>> calibration;
    private volatile Monitor monitor;
    private volatile ProgressLine progress;

    /**
     * @param time in which they are told of turns
     * @throws volley.config.BadInputException if a calibration is named that cannot be read
     */
    Observers(Settings.Output wanted, ModelTime time) {
        this.wanted = wanted;
        slowRequests = new SlowRequests(time::clockNs);
        Optional<Calibration> known = wanted.calibration().map(Calibration::read);
        calibration = folder -> known;
        add(server::accept);
    }

    /** Who looks at the server. */
    public ServerObserver server() {
        return server;
    }

    void tell(TurnRecord record, RequestFigures figures) {
        for (BiConsumer<TurnRecord, RequestFigures> each : told) {
            each.accept(record, figures);
        }
    }

    /** @param observer told of every turn recorded */
    public void add(BiConsumer<TurnRecord, RequestFigures> observer) {
        told.add(observer);
    }

    /** @param source gives the client's own error when all turns are recorded, from the run's folder */
    public void calibrate(Function<Path, Optional<Calibration>> source) {
        calibration = source;
    }

    /** Watches for what disturbs the client from now on, if that is wanted. */
    public void watch(Iterable<? extends ScheduledExecutorService> eventLoops) {
        double thresholdMs = wanted.interferenceThresholdMs();
        if (thresholdMs > 0 && monitor == null) {
            add(slowRequests::accept);
            monitor = Monitor.start(thresholdMs, eventLoops);
        }
    }

    /** Turns were held back in that time, since the recorder could not keep up. */
    void turnsHeld(long fromNs, long toNs) {
        Monitor watching = monitor;
        if (watching != null) {
            watching.turnsHeld(fromNs, toNs);
        }
    }

    /**
     * Shows how the run goes, as far as that is wanted.
     *
     * @param name of the run
     * @param turns planned
     * @param inFlight requests under way now
     */
    void show(String name, int turns, IntSupplier inFlight) {
        Settings.Live live = wanted.live();
        if (live.metricsPort().isPresent()) {
            MetricsEndpoint endpoint =
                    MetricsEndpoint.open(live.metricsHost(), live.metricsPort().getAsInt());
            endpoint.addRun(turns, inFlight);
            add(endpoint::accept);
            System.out.println("Metrics: http://" + live.metricsHost() + ":" + endpoint.port() + "/metrics");
        }
        if (!live.interval().isZero()) {
            LiveFigures figures = new LiveFigures(System::nanoTime);
            add(figures::accept);
            ProgressLine line = new ProgressLine(name, figures, turns, inFlight, System.err, Stderr.isTerminal());
            add((turn, ofTurn) -> line.turnRecorded());
            line.start(live.interval().toNanos() / 1e9);
            progress = line;
        }
    }

    /** So many turns will never be sent, since the run's time is over. */
    void leaveOut(int turns) {
        if (progress != null) {
            progress.leaveOut(turns);
        }
    }

    /** Has the results written down what disturbs the client as the run goes. To be called when they are opened. */
    void join(Results results) {
        if (monitor != null) {
            results.watchedBy(monitor);
        }
        server.join(results);
    }

    /**
     * Gives the results what was seen, when every turn is recorded.
     *
     * @param startNs when the run began, as {@code System.nanoTime()} tells
     */
    void leave(Results results, long startNs) {
        if (monitor != null) {
            results.disturbedBy(monitor.disturbances(slowRequests, startNs, System.nanoTime()));
        }
        server.leave(results, startNs);
        close();
        calibration.apply(results.folder()).ifPresent(results::calibratedBy);
    }

    /** Looks on no more. */
    public void close() {
        if (progress != null) {
            progress.close();
        }
        if (monitor != null) {
            monitor.close();
        }
        server.close();
    }
}
