package volley.play;

import java.util.List;
import volley.client.Exchange;
import volley.client.NetworkRoundTrip;
import volley.config.ServerSettings;
import volley.metrics.RequestFigures;
import volley.metrics.TurnRecord;
import volley.prepare.Target;
import volley.report.Results;
import volley.servermetrics.AnsweredTokens;
import volley.servermetrics.MetricsSource;
import volley.servermetrics.ServerSample;
import volley.servermetrics.ServerSeries;
import volley.servermetrics.ServerWatch;

/** What is seen of the server beside the load: its own figures while the run goes, and how far away it is. */
public final class ServerObserver {
    private final AnsweredTokens answered = new AnsweredTokens();
    private volatile ServerWatch watch;
    private volatile ServerObserver before;
    private List<ServerSample> told;
    private volatile long roundTripNs = Exchange.NEVER;

    ServerObserver() {}

    /**
     * Begins, if that is wanted. To be called when warm-up and canaries are over: what the servers count from here on is the
     * load, or somebody else's.
     */
    void begin(ServerSettings server, Target target) {
        if (watch != null || !server.metrics().enabled()) {
            return;
        }
        roundTripNs = target.route().proxy().isPresent()
                ? Exchange.NEVER
                : NetworkRoundTrip.measure(target.baseUrl(), System::nanoTime).orElse(Exchange.NEVER);
        List<MetricsSource> sources = MetricsSource.of(server, target.baseUrl(), target.apiKey(), System::nanoTime);
        watch = ServerWatch.begin(sources, why -> System.out.println("The server's own figures are not read: " + why))
                .orElse(null);
    }

    /** @param other that of the run before, whose figures end when this run begins */
    void follows(ServerObserver other) {
        before = other;
    }

    /** Ends the figures of the run before, since what is sent from now on is not its load. Every turn of it is recorded. */
    void endBefore() {
        if (before != null) {
            before.end();
        }
    }

    private synchronized void end() {
        if (watch != null && told == null) {
            told = watch.end(answered::areIn);
        }
    }

    /** Of a packet to the server and back, nanoseconds; {@link Exchange#NEVER} where it was not measured. */
    public long roundTripNs() {
        return roundTripNs;
    }

    /** To be told of every turn recorded. */
    void accept(TurnRecord turn, RequestFigures figures) {
        answered.accept(turn, figures);
    }

    /** Has the results written down what the servers tell as the run goes. */
    void join(Results results) {
        if (watch != null) {
            results.serversWatched(watch::after);
        }
    }

    /** Gives the results what the servers told, when every turn is recorded. */
    synchronized void leave(Results results, long startNs) {
        end();
        if (told != null) {
            results.servedBy(ServerSeries.since(startNs, told));
        }
    }

    void close() {
        if (watch != null) {
            watch.close();
        }
    }
}
