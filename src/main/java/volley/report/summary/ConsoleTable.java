package volley.report.summary;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import volley.calibration.ClientError;
import volley.client.Outcome;
import volley.metrics.Metric;
import volley.metrics.MetricCatalogue;
import volley.metrics.Objective;
import volley.metrics.OutcomeCounts;
import volley.metrics.PercentileBounds;
import volley.metrics.RequestMetric;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.RunTotals;
import volley.metrics.Stats;
import volley.metrics.SteadyFigures;
import volley.metrics.Unit;
import volley.report.folder.RunFacts;
import volley.report.json.SafeText;
import volley.servermetrics.ServerFindings;
import volley.servermetrics.ServerTotal;

/** The results as a table for a console: a row per metric, its unit in the row, {@code -} for what is absent. */
public final class ConsoleTable {
    private static final int WIDTH = 91;
    private static final String ABSENT = "-";
    private static final String SCALAR_ROW = "%-36s %-10s %11s";
    private static final String RUN_ROW = SCALAR_ROW + " %11s";

    /** What most readers look for; the page and {@code summary.json} have the others. */
    private static final List<RequestMetric> STEADY =
            List.of(RequestMetric.E2E, RequestMetric.TTFT, RequestMetric.TPOT);

    private final StringBuilder text = new StringBuilder();
    private final RunFigures figures;

    private ConsoleTable(RunFigures figures) {
        this.figures = figures;
    }

    public static String of(
            RunFacts facts,
            RunFigures figures,
            List<Objective.Verdict> verdicts,
            Optional<ErrorBars> errorBars,
            Optional<ServerFindings> servers,
            List<String> warnings,
            Path runFolder,
            Path resultLineFile) {
        ConsoleTable table = new ConsoleTable(figures);
        table.title(" Volley: " + SafeText.oneLine(facts.simulation(), 60) + " ");
        warnings.forEach(warning -> table.line("! " + SafeText.oneLine(warning, 1000)));
        table.turns();
        table.run();
        table.cacheReport();
        table.distributions();
        figures.steady().ifPresent(table::steadyState);
        figures.whyNotSteady().ifPresent(why -> table.line("No steady state: " + why));
        servers.ifPresent(table::servers);
        errorBars.ifPresent(table::errors);
        table.rule('-');
        verdicts.forEach(verdict -> table.line("SLO       " + verdict.text()));
        facts.coldness().ifPresent(cold -> table.line("Cold      " + SafeText.oneLine(cold.text(), 1000)));
        table.line("Plan      " + SafeText.oneLine(facts.planSha256(), 64) + ", seed " + facts.seed());
        table.line("Results   " + runFolder);
        table.line("Appended  " + resultLineFile);
        table.rule('=');
        return table.text.toString();
    }

    private void turns() {
        OutcomeCounts counts = figures.totals().outcomes();
        count("Turns planned", counts.planned());
        count("  completed", counts.ok());
        count("  failed", counts.failed());
        for (Map.Entry<Outcome, Long> entry : counts.byOutcome().entrySet()) {
            if (entry.getKey().isFailure() && entry.getValue() > 0) {
                failure(entry.getKey(), entry.getValue());
            }
        }
        count("  skipped after a failure", counts.skipped());
        count("  cancelled", counts.cancelled());
    }

    private void failure(Outcome outcome, long count) {
        count("    " + outcome.id(), count);
        String error = figures.firstErrors().get(outcome);
        if (error != null) {
            line("      first: " + SafeText.oneLine(error, WIDTH - 13));
        }
    }

    private void run() {
        rule('-');
        line(String.format(Locale.ROOT, RUN_ROW, "The run", "unit", "whole", "steady"));
        for (Metric metric : MetricCatalogue.ALL) {
            if (metric instanceof RunMetric run) {
                line(String.format(
                        Locale.ROOT,
                        RUN_ROW,
                        run.label(),
                        run.unit().symbol(),
                        shown(run, figures.totals()),
                        figures.steady()
                                .map(steady -> shown(run, steady.totals()))
                                .orElse(ABSENT)));
            }
        }
    }

    private void cacheReport() {
        List<String> lines = CacheReport.lines(figures);
        if (!lines.isEmpty()) {
            rule('-');
            lines.forEach(this::line);
        }
    }

    private void distributions() {
        rule('-');
        row("Per completed request", "unit", "mean", "median", "p99", "values");
        for (Metric metric : MetricCatalogue.ALL) {
            if (metric instanceof RunMetric) {
                continue;
            }
            row(metric, figures.shown(metric));
        }
        long completed = figures.totals().outcomes().ok();
        if (completed > 0 && completed < PercentileBounds.LEAST_VALUES_FOR_P99) {
            line("Too few values for p99: only " + PercentileBounds.LEAST_VALUES_FOR_P99
                    + " or more bound it (95 % confidence); see bounds_95 in summary.json");
        }
        long excluded = figures.excluded(RequestMetric.TPOT);
        if (excluded > 0) {
            line(String.format(
                    Locale.ROOT,
                    "TPOT leaves out %,d of %,d: fewer than two output tokens, all in one event, or not counted",
                    excluded,
                    completed));
        }
    }

    private void steadyState(SteadyFigures steady) {
        rule('-');
        row("In the steady state", "unit", "mean", "median", "p99", "values");
        for (RequestMetric metric : STEADY) {
            row(metric, steady.shown(metric));
        }
    }

    private void row(Metric metric, Optional<Stats> stats) {
        row(
                metric.label(),
                metric.unit().symbol(),
                cell(stats, Stats::mean),
                cell(stats, Stats::median),
                cell(stats, Stats::p99),
                String.format(Locale.ROOT, "%,d", stats.map(Stats::count).orElse(0L)));
    }

    /** The server's counters before and after; its rate only where the answers did not tell it. */
    private void servers(ServerFindings found) {
        if (found.totals().isEmpty()) {
            return;
        }
        rule('-');
        line(String.format(
                Locale.ROOT,
                "%-36s %-10s %11s %11s %11s",
                "The server's counters",
                "unit",
                "server",
                "client",
                "more"));
        for (ServerTotal total : found.totals()) {
            line(String.format(
                    Locale.ROOT,
                    "%-36s %-10s %11s %11s %11s",
                    total.label(),
                    total.unit(),
                    whole(total.byServer()),
                    whole(total.byClient()),
                    whole(total.difference())));
        }
        if (!found.clientHitRateKnown() && found.hitRatePercent().isPresent()) {
            line(String.format(
                    Locale.ROOT,
                    RUN_ROW,
                    "Cache hit rate, by the server",
                    Unit.PERCENT.symbol(),
                    number(found.hitRatePercent().getAsDouble(), Unit.PERCENT),
                    ABSENT));
        }
    }

    private static String whole(OptionalDouble value) {
        return value.isPresent() ? String.format(Locale.ROOT, "%,.0f", value.getAsDouble()) : ABSENT;
    }

    private void errors(ErrorBars bars) {
        rule('-');
        row("Client's own error (upper bound)", "unit", "median", "p99", "max", "values");
        for (Metric metric : MetricCatalogue.ALL) {
            ClientError error = bars.calibration().errors().get(metric.id());
            if (error != null) {
                row(
                        "+/- " + metric.label(),
                        metric.unit().symbol(),
                        milliseconds(error.p50Ms()),
                        milliseconds(error.p99Ms()),
                        milliseconds(error.maxMs()),
                        String.format(Locale.ROOT, "%,d", error.values()));
            }
        }
        line(bars.sentence());
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, "%,.3f", value);
    }

    private static String cell(Optional<Stats> stats, ToDoubleFunction<Stats> field) {
        return stats.map(value -> String.format(Locale.ROOT, "%,.2f", field.applyAsDouble(value)))
                .orElse(ABSENT);
    }

    private void count(String label, long turns) {
        line(String.format(Locale.ROOT, SCALAR_ROW, label, "turns", String.format(Locale.ROOT, "%,d", turns)));
    }

    private static String shown(RunMetric metric, RunTotals totals) {
        OptionalDouble value = metric.shown(totals);
        return value.isPresent() ? number(value.getAsDouble(), metric.unit()) : ABSENT;
    }

    /** What is counted has no decimals; what is divided has two. */
    private static String number(double value, Unit unit) {
        boolean counted = (unit == Unit.TOKENS || unit == Unit.REQUESTS) && value == Math.rint(value);
        return String.format(Locale.ROOT, counted ? "%,.0f" : "%,.2f", value);
    }

    private void row(String label, String unit, String mean, String median, String p99, String values) {
        line(String.format(Locale.ROOT, "%-36s %-10s %11s %11s %11s %7s", label, unit, mean, median, p99, values));
    }

    private void title(String title) {
        int left = Math.max(3, (WIDTH - title.length()) / 2);
        int right = Math.max(3, WIDTH - title.length() - left);
        line("=".repeat(left) + title + "=".repeat(right));
    }

    private void rule(char c) {
        line(String.valueOf(c).repeat(WIDTH));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
