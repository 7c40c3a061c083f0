package volley.metrics;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.HdrHistogram.Histogram;
import volley.client.Exchange;
import volley.client.Outcome;

/**
 * Takes a run's turns one by one and keeps what the figures need: 0 to 8 bytes per completed request and
 * {@link RequestMetric}, histograms for the gaps, sums for the rest. One thread writes; read it after the last turn.
 */
public final class RunAccumulator {
    private static final int NO_ROW = -1;

    private final long runStartNs;
    private final ToIntFunction<String> tokenCounter;
    private final Goodput goodput;
    private final RequestTable requests = new RequestTable();
    private final SteadyWindow steady;
    private final StreamGaps gaps = new StreamGaps();
    private final SpanTracker times = new SpanTracker();
    private final TokenSums tokens = new TokenSums();
    private final CacheByTurn cacheByTurn = new CacheByTurn();
    private long good;
    private Consumer<TextPieces> uncounted;
    private final EnumMap<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    private final EnumMap<Outcome, String> firstErrors = new EnumMap<>(Outcome.class);

    /** Without limits and ramp-up; see the other constructor. */
    public RunAccumulator(long runStartNs, ToIntFunction<String> tokenCounter) {
        this(runStartNs, Duration.ZERO, Goodput.NOT_ASKED, tokenCounter);
    }

    /**
     * @param runStartNs {@code System.nanoTime()} at the run's start
     * @param rampUp how long the load rises from then on
     * @param goodput limits of a good request
     * @param tokenCounter counts an answer's tokens where the server did not, or {@code null}
     */
    public RunAccumulator(long runStartNs, Duration rampUp, Goodput goodput, ToIntFunction<String> tokenCounter) {
        this.runStartNs = runStartNs;
        this.goodput = goodput;
        this.steady = new SteadyWindow(runStartNs + rampUp.toNanos());
        this.tokenCounter = tokenCounter;
    }

    /** Shows streams whose tokens per event are unknown to {@code keeper}, for {@link #acceptRetokenized}. */
    public void keepUncounted(Consumer<TextPieces> keeper) {
        uncounted = keeper;
    }

    /** Takes a stream's tokens per event from the tokenizer, if they add up: once for each that was kept. */
    public void acceptRetokenized(TextPieces pieces) {
        gaps.acceptRetokenized(pieces, tokenCounter);
    }

    /** Counts the turn, and returns its figures. */
    public RequestFigures accept(TurnRecord turn) {
        outcomes.merge(turn.outcome(), 1L, Long::sum);
        Exchange exchange = turn.exchange();
        if (exchange == null) {
            return RequestFigures.of(turn, tokenCounter);
        }
        TokenEvents events = TokenEvents.scan(exchange);
        RequestFigures figures = RequestFigures.of(new MeasuredRequest(turn, events, tokenCounter));
        count(turn, figures);
        if (turn.outcome() == Outcome.OK) {
            boolean known = gaps.accept(exchange.events(), events, figures.get(RequestMetric.OUTPUT_TOKENS));
            if (!known && uncounted != null) {
                TextPieces.of(exchange.events(), events, exchange.answer(), figures.get(RequestMetric.OUTPUT_TOKENS))
                        .ifPresent(uncounted);
            }
        }
        return figures;
    }

    /** Counts a turn whose figures were computed before; the gaps inside of its answer are not known any more. */
    public void acceptComputed(TurnRecord turn, RequestFigures figures) {
        outcomes.merge(turn.outcome(), 1L, Long::sum);
        if (turn.exchange() != null) {
            count(turn, figures);
        }
    }

    /**
     * Adds the gaps of turns that were taken with {@link #acceptComputed}.
     *
     * @param histogramNs as {@link GapHistogram#histogramNs} gave it
     * @param exact what {@link GapHistogram#exact} gave of the same gaps, at least one
     */
    public void addGaps(GapMetric metric, Histogram histogramNs, GapHistogram.Exact exact) {
        gaps.of(metric).add(histogramNs, exact);
    }

    /** Adds the streams of the gaps that were added with {@link #addGaps}. */
    public void addStreams(ItlCoverage streams) {
        gaps.add(streams);
    }

    /** All but the gaps. */
    private void count(TurnRecord turn, RequestFigures figures) {
        times.accept(turn.exchange(), turn.retries());
        if (turn.exchange().error() != null) {
            firstErrors.putIfAbsent(turn.outcome(), turn.exchange().error());
        }
        boolean isGood = false;
        int row = NO_ROW;
        if (turn.outcome() == Outcome.OK) {
            row = requests.add(figures);
            tokens.accept(figures);
            cacheByTurn.accept(turn.turn(), figures);
            isGood = goodput.isMet(figures);
            good += isGood ? 1 : 0;
        }
        steady.accept(turn.exchange(), figures, row, isGood);
    }

    /**
     * Takes the client's count of a prompt, made after the run; one that its turn has already stays.
     *
     * @param row place of the turn among the completed ones, in the order in which they were taken, from 0
     */
    public void countPrompt(int row, int tokens) {
        requests.countPrompt(row, tokens);
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
        Optional<SteadyWindow.Content> steadyPart = steady.content(goodput.asked(), rows -> requests.inputs(rows::get));
        Map<Metric, Stats> distributions = requests.distributions(rule);
        for (GapMetric metric : GapMetric.values()) {
            gaps.of(metric).stats().ifPresent(stats -> distributions.put(metric, stats));
        }
        RunTotals totals = new RunTotals(
                outcomes(plannedTurns),
                tokens.totals(requests.inputs(row -> true), retokenized),
                tokens.cache(),
                times.totals(runStartNs),
                gaps.counts(),
                goodput.asked() ? good : RequestFigures.ABSENT);
        return new RunFigures(
                totals,
                cacheByTurn.totals(totals.cache()),
                distributions,
                gaps.coverage(),
                steadyPart.map(part -> steadyFigures(part, requests.distributions(rule, part.rows()))),
                steady.whyNone(),
                requests.dialects(),
                firstErrors);
    }

    private SteadyFigures steadyFigures(SteadyWindow.Content part, Map<Metric, Stats> distributions) {
        return new SteadyFigures(
                part.opensNs() - runStartNs, part.closesNs() - runStartNs, part.totals(), distributions);
    }
}
