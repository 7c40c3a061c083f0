package volley.report.summary;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import volley.config.GivenAs;
import volley.config.Retokenize;
import volley.metrics.CacheTotals;
import volley.metrics.ItlCoverage;
import volley.metrics.OutcomeCounts;
import volley.metrics.RequestMetric;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.RunTotals;
import volley.metrics.TokenTotals;

/** What a reader must know of how turns and tokens were counted. */
public final class CountWarnings {
    /** Up to here even the 99th percentile would hardly be another with them. */
    private static final double UNRESOLVED_WARNING_PERCENT = 1;

    private CountWarnings() {}

    /** That turns are missing from the results, if so: every planned one must have an outcome. */
    public static Optional<String> ofLost(OutcomeCounts counts) {
        return counts.complete()
                ? Optional.empty()
                : Optional.of(
                        "RESULTS INCOMPLETE: " + counts.planned() + " turns planned, but " + counts.ok() + " ok + "
                                + counts.failed() + " failed + " + counts.skipped() + " skipped + " + counts.cancelled()
                                + " cancelled; please report this as a bug of Volley");
    }

    /** For how many requests a figure rests on the client's count, or on none. */
    public static List<String> of(RunFigures figures) {
        RunTotals totals = figures.totals();
        ItlCoverage itl = figures.itl();
        long ok = totals.outcomes().ok();
        TokenTotals tokens = totals.tokens();
        List<String> found = new ArrayList<>();
        add(found, tokens.output().byClient(), ok, "answers were counted by the client's tokenizer, not by the server");
        add(
                found,
                tokens.output().unknown(),
                ok,
                "answers could be counted by nobody: missing from output tokens and TPOT");
        ofSample(tokens.retokenized()).ifPresent(found::add);
        ofTextless(figures).ifPresent(found::add);
        add(
                found,
                figures.excluded(RequestMetric.E2E),
                ok,
                "answers have no known last token: they end in events without text, and the server did not count as it went;"
                        + " missing from E2E, TPOT, ITL and ICL");
        add(found, tokens.input().byClient(), ok, "prompts were counted by the client's tokenizer, not by the server");
        add(found, tokens.input().unknown(), ok, "prompts could be counted by nobody: missing from input tokens");
        add(
                found,
                itl.excluded(),
                itl.streams(),
                "streams came in events of unknown numbers of tokens: missing from ITL, not from ICL");
        add(
                found,
                itl.retokenized(),
                itl.streams(),
                "streams have ITL by the client's tokenizer: the server did not tell the tokens of an event");
        ofUnresolved(figures).ifPresent(found::add);
        if (100.0 * itl.unresolvedFirst() >= UNRESOLVED_WARNING_PERCENT * itl.streams()) {
            add(
                    found,
                    itl.unresolvedFirst(),
                    itl.streams(),
                    "streams have their first token read together with later ones: their TTFT is at most what is given");
        }
        ofCache(totals).ifPresent(found::add);
        return found;
    }

    private static Optional<String> ofSample(TokenTotals.Retokenized counted) {
        return counted.ofSample()
                ? Optional.of("retokenized is a sample of " + counted.answers() + " of " + counted.allAnswers()
                        + " answers: the total is scaled to all, the comparison with the server's count is that of the sample;"
                        + " " + GivenAs.setting(Retokenize.PARAMETER, "all") + " counts all, after the run")
                : Optional.empty();
    }

    /** That the server went on when the model had finished, if so: the load is then not that of real answers. */
    private static Optional<String> ofTextless(RunFigures figures) {
        double percent = figures.shown(RunMetric.TEXTLESS_FRACTION).orElse(0);
        // The token that ends an answer has no text either.
        return figures.totals().tokens().textless().tokens()
                        <= figures.totals().outcomes().ok()
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%.0f %% of the tokens had no text: the model had finished; disable-ignore-eos lets it stop",
                        percent));
    }

    /** That many gaps are unknown: those that are left need not be like them. */
    private static Optional<String> ofUnresolved(RunFigures figures) {
        double percent = figures.shown(RunMetric.UNRESOLVED_GAP_FRACTION).orElse(0);
        return percent < UNRESOLVED_WARNING_PERCENT
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%.1f %% of the gaps between tokens are unknown and missing from ITL and ICL: several events were read"
                                + " together, and only when the last of them came is known. A client with more processor, or with"
                                + " CAP_BPF, knows more",
                        percent));
    }

    /**
     * That some answers are silent about the cache. vLLM and SGLang leave a 0 out (vllm issue 44377): then the rate of those
     * that told is too high; from here a 0 that is left out and a count that is not known look alike.
     */
    private static Optional<String> ofCache(RunTotals totals) {
        CacheTotals.Hits told = totals.cache().all();
        long ok = totals.outcomes().ok();
        long input = totals.tokens().input().tokens();
        if (told.reporting() == 0 || told.reporting() >= ok || told.prompt() == 0 || input < told.prompt()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%d of %d answers did not tell how much of their prompt was cached: the cache hit rate, %.2f %%, is that of the"
                        + " others. Many servers leave out a 0; if this one does, it is %.2f %% of all prompts",
                ok - told.reporting(),
                ok,
                told.percent().orElseThrow(),
                new CacheTotals.Hits(told.cached(), input, ok).percent().orElseThrow()));
    }

    private static void add(List<String> found, long some, long all, String what) {
        if (some > 0) {
            found.add(some + " of " + all + " " + what);
        }
    }
}
