package volley.metrics;

import static volley.metrics.Unit.PERCENT;
import static volley.metrics.Unit.REQUESTS;
import static volley.metrics.Unit.REQUESTS_PER_SECOND;
import static volley.metrics.Unit.SECONDS;
import static volley.metrics.Unit.TOKENS;
import static volley.metrics.Unit.TOKENS_PER_SECOND;

import java.util.OptionalDouble;
import java.util.function.Function;

/** The figures a run has once, in the order in which they are shown. A ratio to nothing is absent. */
public enum RunMetric implements Metric {
    DURATION(
            "duration",
            "Duration",
            "last response's end - run's start",
            SECONDS,
            run -> given(run.times().durationNs())),

    REQUEST_RATE_PLANNED(
            "request_rate_planned",
            "Request rate by schedule",
            "(requests sent - 1) / (last - first scheduled); absent when all were due at once",
            REQUESTS_PER_SECOND,
            run -> perSecond(run.times().sent() - 1, run.times().scheduleSpanNs())),

    REQUEST_RATE_ACHIEVED(
            "request_rate_achieved",
            "Request rate achieved",
            "(requests sent - 1) / (last - first sent)",
            REQUESTS_PER_SECOND,
            run -> perSecond(run.times().sent() - 1, run.times().sendSpanNs())),

    CONCURRENCY(
            "concurrency",
            "Concurrency",
            "sum of (end - sent) over all requests sent / duration",
            REQUESTS,
            run -> ratio(run.times().inFlightNs(), run.times().durationNs())),

    REQUESTS_SENT_AGAIN(
            "requests_sent_again",
            "Requests sent again",
            "sendings after the first, each after the wait the server asked for (Retry-After)",
            REQUESTS,
            run -> given(run.times().retries())),

    COMPLETED_FRACTION(
            "completed_fraction",
            "Completed",
            "completed turns / turns planned; of the steady state, / turns that ended in it",
            PERCENT,
            Better.HIGHER,
            run -> percent(run.outcomes().ok(), run.outcomes().planned())),

    REQUEST_THROUGHPUT(
            "request_throughput",
            "Request throughput",
            "completed requests / duration",
            REQUESTS_PER_SECOND,
            run -> perSecond(run.outcomes().ok(), run.times().durationNs())),

    INPUT_THROUGHPUT(
            "input_throughput",
            "Input token throughput",
            "input tokens / duration",
            TOKENS_PER_SECOND,
            run -> perSecond(run.tokens().input().tokens(), run.times().durationNs())),

    OUTPUT_THROUGHPUT(
            "output_throughput",
            "Output token throughput",
            "output tokens / duration",
            TOKENS_PER_SECOND,
            run -> perSecond(run.tokens().output().tokens(), run.times().durationNs())),

    TOTAL_THROUGHPUT(
            "total_throughput",
            "Total token throughput",
            "(input + output tokens) / duration",
            TOKENS_PER_SECOND,
            run -> perSecond(
                    sum(run.tokens().input().tokens(), run.tokens().output().tokens()),
                    run.times().durationNs())),

    GOODPUT(
            "goodput",
            "Goodput",
            "completed requests that met every limit of -Dvolley.goodput / duration",
            REQUESTS_PER_SECOND,
            run -> perSecond(run.good(), run.times().durationNs())),

    GOOD_FRACTION(
            "good_fraction",
            "Good fraction",
            "completed requests that met every limit / turns planned, failed and unsent ones included; of the steady state, / turns that"
                    + " ended in it",
            PERCENT,
            Better.HIGHER,
            run -> run.good() == ABSENT
                    ? OptionalDouble.empty()
                    : percent(run.good(), run.outcomes().planned())),

    INPUT_TOKENS(
            "total_input_tokens",
            "Total input tokens",
            "sum over completed requests of the server's prompt_tokens, else the client's count",
            TOKENS,
            run -> given(run.tokens().input().tokens())),

    INPUT_DISCREPANCY(
            "input_discrepancy",
            "Input tokens, client against server",
            "client's / server's count - 1, over the completed requests both counted",
            PERCENT,
            run -> discrepancy(
                    run.tokens().comparedInput().byClient(),
                    run.tokens().comparedInput().byServer())),

    OUTPUT_TOKENS(
            "total_output_tokens",
            "Total output tokens",
            "sum of output tokens over completed requests",
            TOKENS,
            run -> given(run.tokens().output().tokens())),

    OUTPUT_TOKENS_RETOKENIZED(
            "total_output_tokens_retokenized",
            "Total output tokens, retokenized",
            "the client's tokenizer on the text of the completed answers, without reasoning; of a sample, scaled to all",
            TOKENS,
            run -> given(run.tokens().retokenized().tokens())),

    OUTPUT_DISCREPANCY(
            "output_discrepancy",
            "Retokenized against server",
            "retokenized / server's count - 1, over the completed answers that are text only",
            PERCENT,
            run -> discrepancy(
                    run.tokens().retokenized().compared(),
                    run.tokens().retokenized().comparedByServer())),

    TEXTLESS_TOKENS(
            "total_textless_tokens",
            "Total tokens without text",
            "sum of textless_tokens over the completed requests that have it",
            TOKENS,
            run -> given(run.tokens().textless().tokens())),

    TEXTLESS_FRACTION(
            "textless_fraction",
            "Share of tokens without text",
            "total_textless_tokens / output tokens of the same requests",
            PERCENT,
            run -> percent(
                    run.tokens().textless().tokens(), run.tokens().textless().outputTokens())),

    TOKENS_PER_EVENT(
            "tokens_per_event",
            "Output tokens per event",
            "output tokens / token events, over completed streams of which all token events are known",
            TOKENS,
            run -> ratio(
                    run.tokens().streamed().tokens(), run.tokens().streamed().events())),

    UNRESOLVED_GAP_FRACTION(
            "unresolved_gap_fraction",
            "Share of gaps unresolved",
            "gaps with a token event that was read together with a later one, so that nobody knows when it came / gaps between"
                    + " token events; these are in no gap metric",
            PERCENT,
            run -> percent(
                    run.gaps().unresolved(), run.gaps().known() + run.gaps().unresolved())),

    CACHE_HIT_RATE(
            "cache_hit_rate",
            "Cache hit rate",
            "sum of cached / sum of prompt tokens, over the completed requests that reported both",
            PERCENT,
            Better.HIGHER,
            run -> run.cache().all().percent()),

    CACHE_COVERAGE(
            "cache_coverage",
            "Reported cached tokens",
            "completed requests that reported both / completed requests",
            PERCENT,
            run -> percent(run.cache().all().reporting(), run.outcomes().ok())),

    CACHE_HIT_RATE_DEVICE(
            "cache_hit_rate_device",
            "Cache hit rate, from device",
            "as cache_hit_rate, for the tokens that came from this tier; a prompt without hits has none",
            PERCENT,
            Better.HIGHER,
            run -> run.cache().device().percent()),

    CACHE_HIT_RATE_HOST(
            "cache_hit_rate_host",
            "Cache hit rate, from host",
            "as cache_hit_rate, for the tokens that came from this tier; a prompt without hits has none",
            PERCENT,
            Better.HIGHER,
            run -> run.cache().host().percent()),

    CACHE_HIT_RATE_STORAGE(
            "cache_hit_rate_storage",
            "Cache hit rate, from storage",
            "as cache_hit_rate, for the tokens that came from this tier; a prompt without hits has none",
            PERCENT,
            Better.HIGHER,
            run -> run.cache().storage().percent());

    private final String id;
    private final String label;
    private final String formula;
    private final Unit unit;
    private final Better better;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Function<RunTotals, OptionalDouble> figure;

    /** @param figure the figure in its kept unit, empty where it cannot be computed */
    RunMetric(String id, String label, String formula, Unit unit, Function<RunTotals, OptionalDouble> figure) {
        this(id, label, formula, unit, Better.of(unit), figure);
    }

    RunMetric(
            String id,
            String label,
            String formula,
            Unit unit,
            Better better,
            Function<RunTotals, OptionalDouble> figure) {
        this.id = id;
        this.label = label;
        this.formula = formula;
        this.unit = unit;
        this.better = better;
        this.figure = figure;
    }

    @Override
    public Group group() {
        return Group.RUN;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String formula() {
        return formula;
    }

    @Override
    public Unit unit() {
        return unit;
    }

    @Override
    public Better better() {
        return better;
    }

    /** The figure in the unit shown. */
    public OptionalDouble shown(RunTotals totals) {
        OptionalDouble kept = figure.apply(totals);
        return kept.isPresent() ? OptionalDouble.of(unit.toShown(kept.getAsDouble())) : kept;
    }

    private static OptionalDouble given(long figure) {
        return figure == ABSENT ? OptionalDouble.empty() : OptionalDouble.of((double) figure);
    }

    private static long sum(long a, long b) {
        return a == ABSENT || b == ABSENT ? ABSENT : a + b;
    }

    private static OptionalDouble ratio(long part, long whole) {
        return part == ABSENT || whole <= 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }

    private static OptionalDouble percent(long part, long whole) {
        return whole <= 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * part / whole);
    }

    private static OptionalDouble perSecond(long count, long spanNs) {
        return count == ABSENT || spanNs <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(count / SECONDS.toShown((double) spanNs));
    }

    private static OptionalDouble discrepancy(long byClient, long byServer) {
        return percent(byClient - byServer, byServer);
    }
}
