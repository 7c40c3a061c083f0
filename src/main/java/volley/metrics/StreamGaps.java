package volley.metrics;

import java.util.EnumMap;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import volley.client.EventLog;

/**
 * The gaps inside streams: inter-chunk latency (ICL) between consecutive token events, and inter-token latency
 * (ITL), which needs each event's token count. That count is the rise of the server's running count; without one, it is
 * known only where there are as many events as tokens, so that each has one. Otherwise the client's tokenizer counts them
 * after the run, as {@link TextPieces} says; a request it cannot count gives no ITL, and is counted as excluded.
 *
 * <p>An event whose running count did not rise (held-back bytes of a character) is a chunk but no token: the wait for
 * the next token goes on. A gap at whose beginning or end stands a token event that was read together with
 * a later one, so that nobody knows when it came, is in none of these, and counted. A plain JSON body has no gaps; nor has a stream of which the last token is unclear, as
 * {@link TokenEvents#isUnclear} says.
 */
public final class StreamGaps {
    private static final GapMetric[] PER_TOKEN = metrics(GapMetric::perToken);
    private static final GapMetric[] PER_EVENT = metrics(metric -> !metric.perToken());

    private final EnumMap<GapMetric, GapHistogram> histograms = new EnumMap<>(GapMetric.class);
    private ItlCoverage coverage = ItlCoverage.NONE;

    StreamGaps() {
        for (GapMetric metric : GapMetric.values()) {
            histograms.put(metric, new GapHistogram());
        }
    }

    private static GapMetric[] metrics(Predicate<GapMetric> which) {
        return Stream.of(GapMetric.values()).filter(which).toArray(GapMetric[]::new);
    }

    /**
     * Records the gaps of a completed stream.
     *
     * @return false if it has gaps, but its tokens per event are unknown: it is excluded from ITL unless
     *     {@link #acceptRetokenized} takes it later
     */
    boolean accept(EventLog log, TokenEvents tokens, long outputTokens) {
        if (tokens.onePiece() || tokens.isUnclear()) {
            return true;
        }
        boolean oneEach = !tokens.allCounted() && tokens.count() == outputTokens;
        boolean unknown = tokens.count() > 1 && !oneEach && !tokens.allCounted();
        Walk walk = new Walk(log, oneEach);
        tokens.forEach(log, walk);
        if (tokens.count() > 1) {
            add(new ItlCoverage(1, unknown ? 1 : 0, 0, walk.unresolved, walk.firstIsUnknown ? 1 : 0));
        }
        return !unknown;
    }

    /** Records the ITL of a stream for which {@link #accept} returned false, if the tokenizer can count its events. */
    void acceptRetokenized(TextPieces pieces, ToIntFunction<String> tokenCounter) {
        pieces.count(tokenCounter).ifPresent(tokens -> {
            long previousTokenNs = RequestFigures.ABSENT;
            for (int i = 0; i < tokens.length; i++) {
                if (tokens[i] > 0) {
                    long timeNs = pieces.timesNs()[i];
                    recordTokens(previousTokenNs, timeNs, tokens[i]);
                    previousTokenNs = timeNs;
                }
            }
            coverage = coverage.oneRetokenized();
        });
    }

    /** From one token event to the next. */
    private final class Walk implements TokenEvents.Visitor {
        private final EventLog log;
        private final boolean oneEach;
        private long previousEventNs = RequestFigures.ABSENT;
        private long previousTokenNs = RequestFigures.ABSENT;
        private boolean any;
        private long unresolved;
        private boolean firstIsUnknown;

        private Walk(EventLog log, boolean oneEach) {
            this.log = log;
            this.oneEach = oneEach;
        }

        @Override
        public void token(int index, int newTokens) {
            long timeNs = TokenEvents.knownTimeNs(log, index);
            if (isGap(previousEventNs, timeNs)) {
                record(PER_EVENT, timeNs - previousEventNs, 1);
            } else if (any) {
                unresolved++;
            }
            firstIsUnknown |= !any && timeNs == RequestFigures.ABSENT;
            any = true;
            previousEventNs = timeNs;
            int tokens = oneEach ? 1 : newTokens;
            if (tokens > 0) {
                recordTokens(previousTokenNs, timeNs, tokens);
                previousTokenNs = timeNs;
            }
        }
    }

    /** The tokens of the first event that has some follow no gap. */
    private void recordTokens(long previousTokenNs, long timeNs, int tokens) {
        if (isGap(previousTokenNs, timeNs)) {
            record(PER_TOKEN, timeNs - previousTokenNs, tokens);
        }
    }

    private static boolean isGap(long fromNs, long toNs) {
        return fromNs != RequestFigures.ABSENT && toNs != RequestFigures.ABSENT;
    }

    private void record(GapMetric[] metrics, long gapNs, int tokens) {
        for (GapMetric metric : metrics) {
            metric.record(histograms.get(metric), gapNs, tokens);
        }
    }

    /** Counts the streams of gaps that are added to the histograms. */
    void add(ItlCoverage streams) {
        coverage = coverage.plus(streams);
    }

    /** How many streams the ITL is of. */
    public ItlCoverage coverage() {
        return coverage;
    }

    /** How many gaps there were between token events. */
    GapCounts counts() {
        return new GapCounts(of(GapMetric.ICL).count(), coverage.unresolvedGaps());
    }

    /** The gaps of a metric. */
    public GapHistogram of(GapMetric metric) {
        return histograms.get(metric);
    }
}
