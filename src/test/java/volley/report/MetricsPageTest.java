package volley.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import volley.client.Outcome;
import volley.metrics.DialectMetric;
import volley.metrics.GapMetric;
import volley.metrics.Metric;
import volley.metrics.RequestMetric;
import volley.metrics.RunMetric;
import volley.servermetrics.ServerFigure;

/** {@code docs/metrics.md} is generated from the catalogue; {@code -Dgolden.update=true} writes it anew. */
class MetricsPageTest {
    private static final Path PAGE = Path.of("docs", "metrics.md");

    @Test
    void thePageIsTheCatalogue() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page());
        }
        assertThat(page()).isEqualTo(Files.readString(PAGE));
    }

    private static String serverFigures() {
        return Stream.of(ServerFigure.values())
                .map(figure -> "| `" + figure.id() + "` | " + figure.label() + " | " + figure.unit() + " |\n")
                .collect(Collectors.joining());
    }

    private static String page() {
        return """
                # Metrics

                Generated from `volley.metrics.MetricCatalogue` and `volley.metrics.DialectMetric`:
                `mvn test -Dtest=MetricsPageTest -Dgolden.update=true`. The ids are those of `summary.json`, of
                `-Dvolley.slo.<id>.<statistic>` and, for the times of a request, of `-Dvolley.goodput`.

                All times come from one monotonic nanosecond clock. An event's stamp is the moment its bytes reach the client:
                that of their receipt by its operating system, where it tells it, else that of reading them, before they are parsed.
                A figure that cannot be computed is absent (`null`, `-`), never 0.

                - *scheduled*: when the plan wanted the request sent. *ready*: when the answer before it was complete,
                  and `think-time-seconds` over. *due*: the later of the two. *sent*: when it was handed to the connection pool.
                  *connected*: when it had a connection, through TLS's handshake; a simulated run has none.
                - *token event*: an event with answer text, reasoning or a tool call; and one without text that brought a
                  token all the same, as below. Role-only, usage and comment events are none, and move no stamp.
                - *read together*: events that had come before the client read them. Each has the time at which its own segment was
                  received, as long as the operating system kept it apart; events of one segment have one time, and a gap of
                  0 between them. Where it laid segments together, or tells no times of receipt, only the last token of those that
                  were read together has a time: the gaps before and behind the others are *unresolved*, in no gap metric, and
                  counted in `unresolved_gap_fraction`. Their sums are known: E2E and TPOT stay; a first token that was read
                  together with the second came at its TTFT, or earlier, and a warning tells of how many streams that is so.
                - *completed*: HTTP 200, at least one token (with text, or by the server's count), a finish reason or
                  `[DONE]`, no error inside. Distributions are over completed requests only.
                - Percentiles of requests are exact, by numpy's linear rule; those of gaps are off by at most 0.1 %.
                - `bounds_95` of a request's percentile: two of the sorted values, between which it would lie in 95 of 100 runs
                  like this one or more, if requests were independent draws (order statistics; binomial). Turns of one
                  conversation are not quite, so the truth is somewhat wider. Below 6 values the median has none, below 36, 72
                  and 368 p90, p95 and p99: `null`, and console and page say so. Gaps have none.
                - Every planned turn ends in exactly one outcome:
                """
                + "  " + outcomes() + ".\n"
                + "  `client_limit` is no fault of the server's: the client gave the turn up, since its own heap"
                + " (`-Xmx`) or open files\n  (`ulimit -n`) did not suffice.\n"
                + "  planned = ok + failed + skipped_after_failure + cancelled.\n"
                + "  With `duration-seconds`, turns of the plan that were not sent by then are not planned ones:"
                + " `ended` in\n  `summary.json` counts them. What is under way after `grace-seconds` is cancelled.\n"
                + """

                ## Tokens without text

                A model that has said all it has to say, and must go on (`ignore_eos`), sends special tokens: each may be an
                event with an empty text. The token that ends an answer comes with the finish reason. Half of a character is
                held back. All of these are in the server's count, so the clock must know them:

                - Where the server counts as it goes (`continuous_usage_stats`, which is asked for where the backend is known
                  to take it; `meta_info.completion_tokens`), on every event with text, or, without any text, on every empty
                  one: an empty event or the finish is a token event if its count is higher than all before it.
                - Else, where the final usage fits one of these sets exactly, one token for each event, the first that fits:
                  the events with text; these and the empty ones after the first text; and the finish; and the empty ones
                  before the first text.
                - Else no event without text is one. If there are empty events after the first text, nobody knows when the
                  last token came: `e2e_latency`, `tpot`, `itl` and `icl` of that answer are absent, and a warning tells the
                  number of such answers. If there is no text at all, its `ttft` is absent, too.

                So TTFT ends at the first text, reasoning or tool call, or at a token without text before it that was counted.
                `textless_tokens` is their number. An answer of such tokens alone is an answer.
                """
                + """

                ## The server's own figures

                `server_metrics` in `summary.json` has what the server's `/metrics` told: totals by its counters after less
                before the run, beside the client's sums over the completed requests (`differs` above 0.1 %, and only where
                the server counted every one of them); its cache hit rate, found / looked up tokens; means of its histograms
                over the run (sum / count, after less before), beside the client's: of decode, the client's is the mean of
                E2E less that of TTFT. All are of the server's whole traffic. It is `null` where nothing was read, and in a merged
                run, but of shards of one plan. `server-metrics.jsonl` has each answer, with
                `t_ns` since the run's start, `took_ns`, `server`, `error`, and of these fields those that the server tells:

                | field | | unit |
                |---|---|---|
                """
                + serverFigures()
                + section("Of the run", RunMetric.values())
                + """

                A *hit rate* is the same everywhere: cached tokens by the prompt tokens of the requests that reported both, as the server counts
                them. Console, page, `summary.json`, comparisons (`hit_rate`, and `hit_rate_by_tier` as the mean of a server's runs), sweeps and
                result lines have it of completed requests; the lens of all whose first token came (`cached_tokens` / `server_prompt_tokens`).
                Rates from device, host and storage have the same prompts below the line, so they add up to it. Two figures beside it are not
                measured with requests, and say so: the *ideal* one and that by cache size are predicted, by the prompts' tokens as the
                client counts them; the server's own counters are of all its traffic.

                Each of these is given for the whole run and for its *steady state*: the time from the end of the first
                response after `ramp-up-seconds` to the last send, and the requests that ended in it. Before it the
                server fills, after it the load only falls. A burst without follow-up turns has no steady state, nor has a run in
                which fewer than 10 requests ended in that time, or in which it is shorter than these requests took on average:
                console, page and `steady_state_absent` in `summary.json` say which. Answers are retokenized for the whole run
                only, and gaps and dialects are those of the whole run.

                Good is a completed request that meets every limit of `-Dvolley.goodput`; one without the figure misses its
                limit, but a stream whose tokens all came at once cannot miss that of `tpot`. Of a request that was sent
                again only the last sending counts, in every figure.
                """
                + section("Of each completed request", RequestMetric.values())
                + section("Of each gap in a stream", GapMetric.values())
                + """

                Both ITL need the tokens of each event: the rise of the server's running count, or one each where there
                are as many events as tokens. Where the server tells neither, the client's tokenizer counts the tokens of
                each event's text after the run, for answers that are text only. The counts are used if their sum is at most
                2.5 % off the answer's output tokens, or lacks no more than the token that ends it. Of more than 20,000 such
                streams every second is counted, or every third, and so on. A stream that is left gives ICL only. In
                `summary.json`, `streams` are completed ones with at least two token events, of these `retokenized_streams`
                rest on the tokenizer and `excluded_streams` are not in ITL; warnings say so. Tokens of the first event beyond
                one are in neither TTFT nor ITL.

                ## Dialects

                Other tools' definitions, from the same requests, under `dialects` in `summary.json`. *n* is the number
                of output tokens, *last* the last token event. Tools that count with a tokenizer of their own are given
                Volley's count.

                | id | tool | its name | formula | unit |
                |---|---|---|---|---|
                """
                + Stream.of(DialectMetric.values())
                        .map(metric -> row(metric.id(), metric.tool(), metric.label(), metric.formula(), unit(metric)))
                        .collect(Collectors.joining());
    }

    private static String outcomes() {
        return Arrays.stream(Outcome.values()).map(Outcome::id).collect(Collectors.joining(", "));
    }

    private static String section(String title, Metric[] metrics) {
        return "\n## " + title + "\n\n| id | name | formula | unit |\n|---|---|---|---|\n"
                + Stream.of(metrics)
                        .map(metric -> row(metric.id(), metric.label(), metric.formula(), unit(metric)))
                        .collect(Collectors.joining());
    }

    private static String unit(Metric metric) {
        return metric.unit().symbol();
    }

    private static String row(String id, String... cells) {
        return "| `" + id + "` | " + String.join(" | ", cells) + " |\n";
    }
}
