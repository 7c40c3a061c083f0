package volley.metrics;

/** Accumulates {@link TokenTotals}, but for those of the prompts, and {@link CacheTotals} over completed requests. */
final class TokenSums {
    private long requests;
    private long output;
    private long outputRetokenized;
    private long outputUnknown;
    private long streamedOutput;
    private long streamedEvents;
    private long textless;
    private long textlessOf;
    private long textlessUnknown;
    private final CacheSums cache = new CacheSums();

    void accept(RequestFigures figures) {
        requests++;
        addOutput(figures);
        cache.accept(figures);
    }

    private void addOutput(RequestFigures figures) {
        if (isGiven(figures.get(RequestMetric.TEXTLESS_TOKENS)) && isGiven(figures.get(RequestMetric.OUTPUT_TOKENS))) {
            textless += figures.get(RequestMetric.TEXTLESS_TOKENS);
            textlessOf += figures.get(RequestMetric.OUTPUT_TOKENS);
        } else {
            textlessUnknown++;
        }
        if (!isGiven(figures.get(RequestMetric.OUTPUT_TOKENS))) {
            outputUnknown++;
            return;
        }
        output += figures.get(RequestMetric.OUTPUT_TOKENS);
        if (figures.outputTokenSource() == OutputTokenSource.RETOKENIZED) {
            outputRetokenized++;
        }
        if (isGiven(figures.firstTokenNs()) && isGiven(figures.lastTokenNs())) {
            streamedOutput += figures.get(RequestMetric.OUTPUT_TOKENS);
            streamedEvents += figures.tokenEvents();
        }
    }

    TokenTotals totals(InputSums inputs, TokenTotals.Retokenized retokenized) {
        return new TokenTotals(
                inputs.input(),
                new TokenTotals.Counted(orAbsent(output, outputUnknown), outputRetokenized, outputUnknown),
                new TokenTotals.Streamed(streamedOutput, streamedEvents),
                new TokenTotals.Textless(orAbsent(textless, textlessUnknown), textlessOf),
                inputs.compared(),
                retokenized);
    }

    CacheTotals cache() {
        return cache.totals();
    }

    /** Absent where every request is unknown. */
    private long orAbsent(long sum, long unknown) {
        return requests > 0 && unknown == requests ? RequestFigures.ABSENT : sum;
    }

    private static boolean isGiven(long figure) {
        return figure != RequestFigures.ABSENT;
    }
}
