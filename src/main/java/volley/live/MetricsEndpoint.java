package volley.live;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntSupplier;
import volley.client.Exchange;
import volley.client.Outcome;
import volley.config.BadInputException;
import volley.config.GivenAs;
import volley.config.IoReason;
import volley.metrics.RequestFigures;
import volley.metrics.RequestMetric;
import volley.metrics.TokenEvents;
import volley.metrics.TurnRecord;

/**
 * {@code /metrics} for Prometheus. One for the process: the runs of a sweep add up. Times are of completed requests, and
 * stand here when their request has ended; definitions are those of {@code docs/metrics.md}.
 */
public final class MetricsEndpoint {
    /** From 1 ms up, each two or two and a half times the one before. */
    private static final double[] TTFT_BOUNDS_S = {
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60
    };

    private static final double[] GAP_BOUNDS_S = {
        0.0005, 0.001, 0.002, 0.005, 0.01, 0.015, 0.02, 0.03, 0.05, 0.075, 0.1, 0.2, 0.5, 1, 5
    };
    private static final double[] E2E_BOUNDS_S = {0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500};
    private static final double NS_PER_SECOND = 1e9;

    private static MetricsEndpoint open;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Counter requests = Counter.builder()
            .name("volley_requests_total")
            .help("Turns by how they ended; skipped and cancelled ones were never sent")
            .labelNames("outcome")
            .register(registry);
    private final Counter outputTokens = Counter.builder()
            .name("volley_output_tokens_total")
            .help("Output tokens of completed requests")
            .register(registry);
    private final Counter promptTokens = Counter.builder()
            .name("volley_prompt_tokens_total")
            .help("Prompt tokens of completed requests, where the server told them")
            .register(registry);
    private final Counter cachedTokens = Counter.builder()
            .name("volley_cached_prompt_tokens_total")
            .help("Prompt tokens taken from the server's prefix cache, where it told")
            .register(registry);
    private final Counter cacheReportedTokens = Counter.builder()
            .name("volley_cache_reported_prompt_tokens_total")
            .help("Prompt tokens of the completed requests of which the server told the cached ones: what the cache hit"
                    + " rate is a share of")
            .register(registry);
    private final Histogram ttft =
            histogram("volley_ttft_seconds", "Time to first token, from the hand-over to the pool", TTFT_BOUNDS_S);
    private final Histogram gaps =
            histogram("volley_icl_seconds", "Gap between two events that bear tokens (ICL)", GAP_BOUNDS_S);
    private final Histogram tpot = histogram("volley_tpot_seconds", "Time per output token", GAP_BOUNDS_S);
    private final Histogram e2e = histogram("volley_e2e_latency_seconds", "Last token minus send", E2E_BOUNDS_S);
    private final Histogram queue = histogram(
            "volley_client_queue_seconds", "Send minus the later of schedule and previous answer", TTFT_BOUNDS_S);

    private final List<IntSupplier> inFlight = new CopyOnWriteArrayList<>();
    private final List<Integer> planned = new CopyOnWriteArrayList<>();
    private final HTTPServer server;

    private MetricsEndpoint(String host, int port) throws IOException {
        GaugeWithCallback.builder()
                .name("volley_in_flight_requests")
                .help("Requests sent and not ended")
                .callback(gauge -> gauge.call(
                        inFlight.stream().mapToInt(IntSupplier::getAsInt).sum()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("volley_planned_turns")
                .help("Turns of the plan")
                .callback(gauge ->
                        gauge.call(planned.stream().mapToInt(Integer::intValue).sum()))
                .register(registry);
        server = HTTPServer.builder()
                .inetAddress(InetAddress.getByName(host))
                .port(port)
                .registry(registry)
                .buildAndStart();
    }

    /**
     * The process's endpoint, opened with the first call; it lives as long as the process.
     *
     * @param port TCP port; 0 is any free one
     * @throws BadInputException if it cannot be listened on
     */
    public static synchronized MetricsEndpoint open(String host, int port) {
        if (open == null) {
            open = listening(host, port);
        }
        return open;
    }

    /**
     * Makes sure that it could be opened, and leaves the port free: for a run of another process, or of none.
     *
     * @throws BadInputException if it cannot be listened on
     */
    public static void tryOut(String host, int port) {
        listening(host, port).server.close();
    }

    private static MetricsEndpoint listening(String host, int port) {
        try {
            return new MetricsEndpoint(host, port);
        } catch (IOException e) {
            throw new BadInputException(GivenAs.setting("metrics-port", String.valueOf(port))
                    + " cannot be listened on at " + host + " (" + IoReason.of(e) + "); give a free port, and with "
                    + GivenAs.parameter("metrics-host") + " an address of this machine");
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getPort();
    }

    /** @param underWay requests of it that are sent and not ended */
    public void addRun(int plannedTurns, IntSupplier underWay) {
        planned.add(plannedTurns);
        inFlight.add(underWay);
    }

    /** Takes a recorded turn. On the thread that records. */
    public void accept(TurnRecord turn, RequestFigures figures) {
        requests.labelValues(turn.outcome().id()).inc();
        if (turn.outcome() != Outcome.OK) {
            return;
        }
        outputTokens.inc(Math.max(0, figures.get(RequestMetric.OUTPUT_TOKENS)));
        promptTokens.inc(Math.max(0, figures.get(RequestMetric.PROMPT_TOKENS)));
        if (figures.get(RequestMetric.PROMPT_TOKENS) != RequestFigures.ABSENT
                && figures.get(RequestMetric.CACHED_TOKENS) != RequestFigures.ABSENT) {
            cachedTokens.inc(figures.get(RequestMetric.CACHED_TOKENS));
            cacheReportedTokens.inc(figures.get(RequestMetric.PROMPT_TOKENS));
        }
        observe(ttft, figures.get(RequestMetric.TTFT));
        observe(tpot, figures.get(RequestMetric.TPOT));
        observe(e2e, figures.get(RequestMetric.E2E));
        observe(queue, figures.get(RequestMetric.CLIENT_QUEUE));
        if (figures.get(RequestMetric.TTFT) != RequestFigures.ABSENT) {
            observeGaps(turn.exchange());
        }
    }

    private void observeGaps(Exchange exchange) {
        TokenEvents.scan(exchange).forEachGap(exchange.events(), (fromNs, toNs) -> observe(gaps, toNs - fromNs));
    }

    private static void observe(Histogram histogram, long timeNs) {
        if (timeNs != RequestFigures.ABSENT) {
            histogram.observe(timeNs / NS_PER_SECOND);
        }
    }

    private Histogram histogram(String name, String help, double[] boundsS) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .classicOnly()
                .classicUpperBounds(boundsS)
                .register(registry);
    }
}
