package volley.metrics;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import volley.client.Exchange;
import volley.client.Outcome;

/**
 * Takes a run's turns one by one and keeps what the figures need: 8 bytes per completed request and
 * {@link RequestMetric}, histograms for the gaps, sums for the rest. One thread writes; read it after the last turn.
 */
public final class RunAccumulator {
    private final long runStartNs;
    private final ToIntFunction<String> tokenCounter;
    private final Map<RequestMetric, LongSeries> series = new LinkedHashMap<>();
    private final StreamGaps gaps = new StreamGaps();
    private final SpanTracker times = new SpanTracker();
    private final TokenSums tokens = new TokenSums();
    private final EnumMap<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final EnumMap<Outcome, String> firstErrors = new EnumMap<>(Outcome.class);

    /**
     * @param runStartNs {@code System.nanoTime()} at the run's start
     * @param tokenCounter counts an answer's tokens where the server did not, or {@code null}
     */
    public RunAccumulator(long runStartNs, ToIntFunction<String> tokenCounter) {
        this.runStartNs = runStartNs;
        this.tokenCounter = tokenCounter;
        RequestMetrics.ALL.forEach(metric -> series.put(metric, new LongSeries()));
    }

    /** Counts the turn, and returns its figures. */
    public RequestFigures accept(TurnRecord turn) {
        outcomes.merge(turn.outcome(), 1L, Long::sum);
        Exchange exchange = turn.exchange();
        if (exchange == null) {
            return RequestFigures.of(turn, tokenCounter);
        }
        times.accept(exchange);
        if (exchange.error() != null) {
            firstErrors.putIfAbsent(turn.outcome(), exchange.error());
        }
        TokenEvents events = TokenEvents.scan(exchange.events());
        RequestFigures figures = RequestFigures.of(turn, events, tokenCounter);
        if (turn.outcome() == Outcome.OK) {
            series.forEach((metric, values) -> {
                long value = metric.figure().applyAsLong(figures);
                if (value != RequestFigures.ABSENT) {
                    values.add(value);
                }
            });
            gaps.accept(exchange.events(), events, figures.outputTokens());
            tokens.accept(figures);
        }
        return figures;
    }

    /** The gaps of the completed turns so far. */
    public StreamGaps gaps() {
        return gaps;
    }

    /** How the turns so far ended. */
    public OutcomeCounts outcomes(long plannedTurns) {
        return new OutcomeCounts(plannedTurns, outcomes);
    }

    /**
     * The figures of the turns so far.
     *
     * @param plannedTurns turns of the plan
     * @param retokenized the answers' tokens by the client's tokenizer
     * @param rule percentile rule of the {@link RequestMetric}s
     */
    public RunFigures figures(long plannedTurns, TokenTotals.Retokenized retokenized, PercentileRule rule) {
        Map<Metric, Stats> distributions = new HashMap<>();
        series.forEach((metric, values) -> values.stats(rule).ifPresent(stats -> distributions.put(metric, stats)));
        for (GapMetric metric : GapMetrics.ALL) {
            metric.gaps().apply(gaps).stats().ifPresent(stats -> distributions.put(metric, stats));
        }
        RunTotals totals = new RunTotals(
                outcomes(plannedTurns), tokens.totals(retokenized), tokens.cache(), times.totals(runStartNs));
        return new RunFigures(totals, distributions, firstErrors);
    }
}
