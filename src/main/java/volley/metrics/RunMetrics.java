package volley.metrics;

import static volley.metrics.Unit.PERCENT;
import static volley.metrics.Unit.REQUESTS;
import static volley.metrics.Unit.REQUESTS_PER_SECOND;
import static volley.metrics.Unit.SECONDS;
import static volley.metrics.Unit.TOKENS;
import static volley.metrics.Unit.TOKENS_PER_SECOND;

import java.util.List;
import java.util.OptionalDouble;

/** The figures of a whole run. A ratio to nothing is absent. */
public final class RunMetrics {
    public static final RunMetric DURATION = new RunMetric(
            10,
            "duration",
            "Duration",
            "last response's end - run's start",
            SECONDS,
            run -> given(run.times().durationNs()));

    public static final RunMetric REQUEST_RATE_PLANNED = new RunMetric(
            20,
            "request_rate_planned",
            "Request rate by schedule",
            "(requests sent - 1) / (last - first scheduled); absent when all were due at once",
            REQUESTS_PER_SECOND,
            run -> perSecond(run.times().sent() - 1, run.times().scheduleSpanNs()));

    public static final RunMetric REQUEST_RATE_ACHIEVED = new RunMetric(
            30,
            "request_rate_achieved",
            "Request rate achieved",
            "(requests sent - 1) / (last - first sent)",
            REQUESTS_PER_SECOND,
            run -> perSecond(run.times().sent() - 1, run.times().sendSpanNs()));

    public static final RunMetric CONCURRENCY = new RunMetric(
            40,
            "concurrency",
            "Concurrency",
            "sum of (end - sent) over all requests sent / duration",
            REQUESTS,
            run -> ratio(run.times().inFlightNs(), run.times().durationNs()));

    public static final RunMetric REQUESTS_SENT_AGAIN = new RunMetric(
            50,
            "requests_sent_again",
            "Requests sent again",
            "sendings after the first, each after the wait the server asked for (Retry-After)",
            REQUESTS,
            run -> given(run.times().retries()));

    public static final RunMetric REQUEST_THROUGHPUT = new RunMetric(
            60,
            "request_throughput",
            "Request throughput",
            "completed requests / duration",
            REQUESTS_PER_SECOND,
            run -> perSecond(run.outcomes().ok(), run.times().durationNs()));

    public static final RunMetric INPUT_THROUGHPUT = new RunMetric(
            70,
            "input_throughput",
            "Input token throughput",
            "input tokens / duration",
            TOKENS_PER_SECOND,
            run -> perSecond(run.tokens().input(), run.times().durationNs()));

    public static final RunMetric OUTPUT_THROUGHPUT = new RunMetric(
            80,
            "output_throughput",
            "Output token throughput",
            "output tokens / duration",
            TOKENS_PER_SECOND,
            run -> perSecond(run.tokens().output(), run.times().durationNs()));

    public static final RunMetric TOTAL_THROUGHPUT = new RunMetric(
            90,
            "total_throughput",
            "Total token throughput",
            "(input + output tokens) / duration",
            TOKENS_PER_SECOND,
            run -> perSecond(
                    sum(run.tokens().input(), run.tokens().output()),
                    run.times().durationNs()));

    public static final RunMetric GOODPUT = new RunMetric(
            94,
            "goodput",
            "Goodput",
            "completed requests that met every limit of -Dvolley.goodput / duration",
            REQUESTS_PER_SECOND,
            run -> perSecond(run.good(), run.times().durationNs()));

    public static final RunMetric COMPLETED_FRACTION = new RunMetric(
            55,
            "completed_fraction",
            "Completed",
            "completed turns / turns planned; of the steady state, / turns that ended in it",
            PERCENT,
            run -> percent(run.outcomes().ok(), run.outcomes().planned()));

    public static final RunMetric GOOD_FRACTION = new RunMetric(
            96,
            "good_fraction",
            "Good fraction",
            "completed requests that met every limit / turns planned, failed and unsent ones included; of the steady state, / turns that"
                    + " ended in it",
            PERCENT,
            run -> run.good() == RequestFigures.ABSENT
                    ? OptionalDouble.empty()
                    : percent(run.good(), run.outcomes().planned()));

    public static final RunMetric INPUT_TOKENS = new RunMetric(
            100,
            "total_input_tokens",
            "Total input tokens",
            "sum over completed requests of the server's prompt_tokens, else the client's count",
            TOKENS,
            run -> given(run.tokens().input()));

    public static final RunMetric INPUT_DISCREPANCY = new RunMetric(
            110,
            "input_discrepancy",
            "Input tokens, client against server",
            "client's / server's count - 1, over the completed requests both counted",
            PERCENT,
            run -> discrepancy(
                    run.tokens().comparedInputByClient(), run.tokens().comparedInput()));

    public static final RunMetric OUTPUT_TOKENS = new RunMetric(
            120,
            "total_output_tokens",
            "Total output tokens",
            "sum of output tokens over completed requests",
            TOKENS,
            run -> given(run.tokens().output()));

    public static final RunMetric OUTPUT_TOKENS_RETOKENIZED = new RunMetric(
            130,
            "total_output_tokens_retokenized",
            "Total output tokens, retokenized",
            "the client's tokenizer on the text of the completed answers, without reasoning",
            TOKENS,
            run -> given(run.tokens().retokenized().tokens()));

    public static final RunMetric OUTPUT_DISCREPANCY = new RunMetric(
            140,
            "output_discrepancy",
            "Retokenized against server",
            "retokenized / server's count - 1, over the completed answers that are text only",
            PERCENT,
            run -> discrepancy(
                    run.tokens().retokenized().compared(),
                    run.tokens().retokenized().comparedByServer()));

    public static final RunMetric TOKENS_PER_EVENT = new RunMetric(
            150,
            "tokens_per_event",
            "Output tokens per event",
            "output tokens / token events, over completed streams",
            TOKENS,
            run -> ratio(run.tokens().streamedOutput(), run.tokens().streamedEvents()));

    public static final RunMetric CACHE_HIT_RATE = new RunMetric(
            160,
            "cache_hit_rate",
            "Cache hit rate",
            "sum of cached / sum of prompt tokens, over the completed requests that reported both",
            PERCENT,
            run -> percent(run.cache().all().cached(), run.cache().all().prompt()));

    public static final RunMetric CACHE_COVERAGE = new RunMetric(
            170,
            "cache_coverage",
            "Reported cached tokens",
            "completed requests that reported both / completed requests",
            PERCENT,
            run -> percent(run.cache().all().reporting(), run.outcomes().ok()));

    public static final RunMetric CACHE_HIT_RATE_DEVICE = new RunMetric(
            180,
            "cache_hit_rate_device",
            "Cache hit rate, from device",
            "as cache_hit_rate, for the tokens that came from this tier; a prompt without hits has none",
            PERCENT,
            run -> percent(run.cache().device().cached(), run.cache().device().prompt()));

    public static final RunMetric CACHE_HIT_RATE_HOST = new RunMetric(
            190,
            "cache_hit_rate_host",
            "Cache hit rate, from host",
            "as cache_hit_rate, for the tokens that came from this tier; a prompt without hits has none",
            PERCENT,
            run -> percent(run.cache().host().cached(), run.cache().host().prompt()));

    public static final RunMetric CACHE_HIT_RATE_STORAGE = new RunMetric(
            200,
            "cache_hit_rate_storage",
            "Cache hit rate, from storage",
            "as cache_hit_rate, for the tokens that came from this tier; a prompt without hits has none",
            PERCENT,
            run -> percent(run.cache().storage().cached(), run.cache().storage().prompt()));

    /** All of them, in order. */
    public static final List<RunMetric> ALL = List.of(
            DURATION,
            REQUEST_RATE_PLANNED,
            REQUEST_RATE_ACHIEVED,
            CONCURRENCY,
            REQUESTS_SENT_AGAIN,
            COMPLETED_FRACTION,
            REQUEST_THROUGHPUT,
            INPUT_THROUGHPUT,
            OUTPUT_THROUGHPUT,
            TOTAL_THROUGHPUT,
            GOODPUT,
            GOOD_FRACTION,
            INPUT_TOKENS,
            INPUT_DISCREPANCY,
            OUTPUT_TOKENS,
            OUTPUT_TOKENS_RETOKENIZED,
            OUTPUT_DISCREPANCY,
            TOKENS_PER_EVENT,
            CACHE_HIT_RATE,
            CACHE_COVERAGE,
            CACHE_HIT_RATE_DEVICE,
            CACHE_HIT_RATE_HOST,
            CACHE_HIT_RATE_STORAGE);

    private RunMetrics() {}

    private static OptionalDouble given(long figure) {
        return figure == RequestFigures.ABSENT ? OptionalDouble.empty() : OptionalDouble.of((double) figure);
    }

    private static long sum(long a, long b) {
        return a == RequestFigures.ABSENT || b == RequestFigures.ABSENT ? RequestFigures.ABSENT : a + b;
    }

    private static OptionalDouble ratio(long part, long whole) {
        return part == RequestFigures.ABSENT || whole <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of((double) part / whole);
    }

    private static OptionalDouble percent(long part, long whole) {
        return whole <= 0 ? OptionalDouble.empty() : OptionalDouble.of(100.0 * part / whole);
    }

    private static OptionalDouble perSecond(long count, long spanNs) {
        return count == RequestFigures.ABSENT || spanNs <= 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(count / SECONDS.toShown((double) spanNs));
    }

    private static OptionalDouble discrepancy(long byClient, long byServer) {
        return percent(byClient - byServer, byServer);
    }
}
