package volley.whatif;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import volley.config.Settings;
import volley.config.SimulatedEngine;
import volley.metrics.Objective;
import volley.metrics.PercentileRule;
import volley.metrics.RequestMetric;
import volley.metrics.RunAccumulator;
import volley.metrics.RunFigures;
import volley.metrics.RunMetric;
import volley.metrics.Stats;
import volley.metrics.Targets;
import volley.metrics.TokenTotals;
import volley.prepare.Preparation;
import volley.report.compare.Backlog;
import volley.report.compare.RateCurve;
import volley.report.compare.RatePoint;
import volley.report.compare.RateStudy;
import volley.report.compare.RunUnit;
import volley.simulator.Engines;

/** A plan at one rate in virtual time, over several seeds; no files are written. */
final class VirtualRates {
    private static final double[] SHARES = {0.0625, 0.125, 0.25, 0.5, 0.75, 1};

    private VirtualRates() {}

    /** Rates at which a plan of one rate is looked at too: parts of it, rising to itself, turns per second. */
    static DoubleStream lower(Preparation prepared) {
        double rate = prepared.settings().load().requestsPerSecond();
        return Arrays.stream(SHARES).map(share -> share * rate);
    }

    /** What a run gives, for the figures of a rate. */
    static RunFigures figures(Preparation prepared, VirtualAnswers answers, SimulatedEngine asked) {
        RunAccumulator accumulator = new RunAccumulator(
                0, prepared.plan().load().rampUp(), prepared.targets().goodput(), null);
        new VirtualPlaying(prepared, answers, Engines.config(asked), accumulator::accept).play();
        return accumulator.figures(prepared.plan().turns(), TokenTotals.Retokenized.NONE, PercentileRule.LINEAR);
    }

    /**
     * An engine at the rate of a plan.
     *
     * @param seeds how often arrivals and order are drawn, from the plan's seed on
     */
    static RatePoint point(Preparation atRate, VirtualAnswers answers, SimulatedEngine engine, int seeds) {
        List<RunFigures> bySeed = new ArrayList<>();
        for (int i = 0; i < seeds; i++) {
            bySeed.add(figures(i == 0 ? atRate : atRate.drawnFrom(atRate.plan().seed() + i), answers, engine));
        }
        return new RatePoint(
                atRate.settings().load().requestsPerSecond(),
                values(bySeed, VirtualRates::backlog),
                values(bySeed, run -> of(run, RequestMetric.TTFT, Stats::mean)),
                values(bySeed, run -> of(run, RequestMetric.TTFT, Stats::p99)),
                values(bySeed, run -> of(run, RequestMetric.TPOT, Stats::mean)),
                values(bySeed, run -> of(run, RunMetric.REQUEST_THROUGHPUT)),
                values(bySeed, run -> of(run, RunMetric.OUTPUT_THROUGHPUT)),
                bySeed.stream().allMatch(run -> meets(run, atRate.targets())));
    }

    private static double backlog(RunFigures run) {
        return Backlog.ratio(
                run.shown(RunMetric.DURATION),
                run.shown(RequestMetric.E2E)
                        .map(e2e -> OptionalDouble.of(e2e.median()))
                        .orElse(OptionalDouble.empty()),
                run.shown(RunMetric.REQUEST_RATE_PLANNED),
                run.totals().outcomes().planned() - run.totals().outcomes().skipped());
    }

    private static double[] values(List<RunFigures> runs, ToDoubleFunction<RunFigures> figure) {
        return runs.stream().mapToDouble(figure).toArray();
    }

    private static double of(RunFigures run, RequestMetric metric, Function<Stats, Double> statistic) {
        return run.shown(metric).map(statistic).orElse(Double.NaN);
    }

    private static double of(RunFigures run, RunMetric metric) {
        return run.shown(metric).orElse(Double.NaN);
    }

    private static boolean meets(RunFigures run, Targets targets) {
        return run.totals().outcomes().failed() == 0
                && targets.judge(run).stream().allMatch(Objective.Verdict::met);
    }

    /** The study that the curves make with the run's objectives and the GPU's price. */
    static RateStudy study(List<RateCurve> curves, Settings settings) {
        return RateStudy.of(
                curves,
                RunUnit.SEED,
                Targets.of(settings.slo()),
                settings.comparison().gpuHourPrice());
    }
}
